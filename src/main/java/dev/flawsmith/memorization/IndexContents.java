package dev.flawsmith.memorization;

import java.util.List;

/**
 * An index as it stands on disk.
 *
 * @param train the training photos, at least 2
 * @param trainDescriptors {@code [train][dimension]}
 * @param holdout the holdout photos, at least 1
 * @param holdoutDescriptors {@code [holdout][dimension]}
 * @param holdoutScores the holdout photos' scores against the training photos
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
record IndexContents(
        List<IndexEntry> train,
        float[][] trainDescriptors,
        List<IndexEntry> holdout,
        float[][] holdoutDescriptors,
        List<CopyScore> holdoutScores) {
    IndexContents {
        train = List.copyOf(train);
        holdout = List.copyOf(holdout);
        holdoutScores = List.copyOf(holdoutScores);
        if (train.size() < 2
                || holdout.isEmpty()
                || trainDescriptors.length != train.size()
                || holdoutDescriptors.length != holdout.size()
                || holdoutScores.size() != holdout.size()) {
            throw new IllegalArgumentException("expected at least 2 training and 1 holdout photos, each with a"
                    + " descriptor, found " + train.size() + " training photos with " + trainDescriptors.length
                    + " descriptors and " + holdout.size() + " holdout photos with " + holdoutDescriptors.length
                    + " descriptors and " + holdoutScores.size() + " scores");
        }
    }
}
