package dev.flawsmith.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The photos a model learns from, in the network's own value space.
 *
 * @param size height and width
 * @param channels 1 or 3
 * @param classes class names, in the network's order
 * @param photos at least one of each class
 */
public record TrainingPhotos(int size, int channels, List<String> classes, List<Example> photos) {
    /**
     * One photo.
     *
     * @param values {@code [channels, size, size]} (CHW), model space
     * @param classIndex index into the classes
     * @param captions sentence embeddings that describe it, at least one; shared arrays
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Example(float[] values, int classIndex, List<float[]> captions) {
        public Example {
            captions = List.copyOf(captions);
        }
    }

    public TrainingPhotos {
        classes = List.copyOf(classes);
        photos = List.copyOf(photos);
        int[] count = new int[classes.size()];
        for (Example photo : photos) {
            if (photo.values().length != channels * size * size) {
                throw new IllegalArgumentException(
                        "expected photos of " + channels * size * size + " values, found " + photo.values().length);
            }
            count[photo.classIndex()]++;
        }
        for (int c = 0; c < count.length; c++) {
            if (count[c] == 0) {
                throw new IllegalArgumentException(
                        "expected at least one photo of every class, found none of " + classes.get(c));
            }
        }
    }

    /** Indices of the photos of each class. */
    List<int[]> byClass() {
        List<int[]> lists = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int wanted = c;
            lists.add(java.util.stream.IntStream.range(0, photos.size())
                    .filter(i -> photos.get(i).classIndex() == wanted)
                    .toArray());
        }
        return lists;
    }
}
