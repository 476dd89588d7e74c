package dev.flawsmith.memorization;

import java.util.List;

/**
 * An index as it stands on disk.
 *
 * @param train the training photos, at least 2
 * @param trainDescriptors {@code [views][train][dimension]}: the photos as they are first, and alone (1 view) or under
 *     every {@link ImageSymmetry} in their order (8)
 * @param holdout the holdout photos, at least 1
 * @param holdoutDescriptors {@code [holdout][dimension]}
 * @param holdoutScores the holdout photos' scores against the training photos
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
record IndexContents(
        List<IndexEntry> train,
        float[][][] trainDescriptors,
        List<IndexEntry> holdout,
        float[][] holdoutDescriptors,
        List<CopyScore> holdoutScores) {
    IndexContents {
        train = List.copyOf(train);
        holdout = List.copyOf(holdout);
        holdoutScores = List.copyOf(holdoutScores);
        if (trainDescriptors.length != 1 && trainDescriptors.length != ImageSymmetry.values().length) {
            throw new IllegalArgumentException("expected 1 view of the training photos or "
                    + ImageSymmetry.values().length + ", found " + trainDescriptors.length);
        }
        if (train.size() < 2
                || holdout.isEmpty()
                || !sized(trainDescriptors, train.size())
                || holdoutDescriptors.length != holdout.size()
                || holdoutScores.size() != holdout.size()) {
            throw new IllegalArgumentException("expected at least 2 training and 1 holdout photos, each with a"
                    + " descriptor, found " + train.size() + " training photos with " + trainDescriptors[0].length
                    + " descriptors and " + holdout.size() + " holdout photos with " + holdoutDescriptors.length
                    + " descriptors and " + holdoutScores.size() + " scores");
        }
    }

    /** Whether every photo is kept in all its symmetries. */
    boolean turned() {
        return trainDescriptors.length > 1;
    }

    private static boolean sized(float[][][] views, int rows) {
        for (float[][] view : views) {
            if (view.length != rows) {
                return false;
            }
        }
        return true;
    }
}
