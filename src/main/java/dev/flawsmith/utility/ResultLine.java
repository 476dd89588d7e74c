package dev.flawsmith.utility;

import org.jspecify.annotations.Nullable;

/**
 * What one classifier came to: a line of {@code results.jsonl}.
 *
 * @param arm as {@link Arm.Kind#id()} spells it
 * @param ratio of the arm, null where it has none
 * @param draw from 0
 * @param seed from 0, of the classifiers of this draw and arm
 * @param identity hash over all that decides the result: recipe, training images, judged images
 * @param images that it learnt from
 * @param weights hash of the classifier's weights
 * @param test answers on the photos of test
 * @param choice answers on the photos that choose a ratio
 * @param seconds that training took
 */
record ResultLine(
        String arm,
        @Nullable Double ratio,
        int draw,
        int seed,
        String identity,
        int images,
        String weights,
        Confusion test,
        Confusion choice,
        double seconds) {
    /** Which run it is of. */
    String key() {
        return key(arm, ratio, draw, seed);
    }

    static String key(String arm, @Nullable Double ratio, int draw, int seed) {
        return arm + (ratio == null ? "" : " " + ratio) + ", draw " + draw + ", seed " + seed;
    }
}
