package dev.flawsmith.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The photos a model learns from, in the network's own value space.
 *
 * @param size height and width of a photo or its latent
 * @param channels 1 or 3; those of a latent
 * @param classes class names, in the network's order
 * @param photos at least one of each class
 */
public record TrainingPhotos(int size, int channels, List<String> classes, List<Example> photos) {
    /**
     * One photo.
     *
     * @param values {@code [channels, size, size]} (CHW), model space
     * @param flipped the latents of the photo left-right, upside down, and both; empty where values can be flipped themselves
     * @param classIndex index into the classes
     * @param captions sentence embeddings that describe it, at least one where the network is told sentences; shared arrays
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Example(float[] values, List<float[]> flipped, int classIndex, List<float[]> captions) {
        private static final int FLIPS = 3;

        public Example {
            flipped = List.copyOf(flipped);
            captions = List.copyOf(captions);
            if (!flipped.isEmpty() && flipped.size() != FLIPS) {
                throw new IllegalArgumentException("expected none or " + FLIPS + " flips, found " + flipped.size());
            }
        }

        /** Of pixels, which can be flipped themselves. */
        public Example(float[] values, int classIndex, List<float[]> captions) {
            this(values, List.of(), classIndex, captions);
        }

        /** The values of the photo left-right ({@code mirror}), upside down ({@code turn}) or both. */
        public float[] values(int size, boolean mirror, boolean turn) {
            if (flipped.isEmpty() || (!mirror && !turn)) {
                return PlaneChanges.flipped(values, size, mirror, turn);
            }
            return flipped.get(mirror ? (turn ? 2 : 0) : 1);
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
    public List<int[]> byClass() {
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
