package dev.flawsmith.training.classifier;

import java.util.List;

/**
 * What a classifier learns from.
 *
 * @param size height and width of the images
 * @param classes class names, in the network's order
 * @param examples at least one of each class
 */
public record ClassifierExamples(int size, List<String> classes, List<Example> examples) {
    /**
     * One image.
     *
     * @param values {@code [size, size]}, grey, in [0, 1]: see {@link ClassifierInput}
     * @param classIndex index into the classes
     * @param weight how often it is drawn, relative to others of its class; above 0
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Example(float[] values, int classIndex, double weight) {
        public Example {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("expected a weight above 0, found " + weight);
            }
        }

        /** An example of weight 1. */
        public Example(float[] values, int classIndex) {
            this(values, classIndex, 1);
        }
    }

    public ClassifierExamples {
        classes = List.copyOf(classes);
        examples = List.copyOf(examples);
        int[] count = new int[classes.size()];
        for (Example example : examples) {
            if (example.values().length != size * size) {
                throw new IllegalArgumentException(
                        "expected images of " + size * size + " values, found " + example.values().length);
            }
            if (example.classIndex() < 0 || example.classIndex() >= count.length) {
                throw new IllegalArgumentException(
                        "expected a class index in [0, " + count.length + "), found " + example.classIndex());
            }
            count[example.classIndex()]++;
        }
        for (int c = 0; c < count.length; c++) {
            if (count[c] == 0) {
                throw new IllegalArgumentException(
                        "expected at least one image of every class, found none of " + classes.get(c));
            }
        }
    }
}
