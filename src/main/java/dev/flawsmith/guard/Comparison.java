package dev.flawsmith.guard;

import dev.flawsmith.memorization.Calibration;
import dev.flawsmith.memorization.CopyScore;
import dev.flawsmith.memorization.TrainingIndex;
import java.util.Comparator;

/**
 * An image, or a part of one, against the training photos by one descriptor.
 *
 * @param p conformal, by this descriptor alone
 * @param nearest file name of the nearest photo
 */
record Comparison(boolean tooClose, double p, CopyScore score, String nearest) {
    /** What is too close comes first, then the smaller p. */
    static final Comparator<Comparison> CLOSEST = Comparator.comparing(
                    (Comparison comparison) -> !comparison.tooClose())
            .thenComparingDouble(Comparison::p);

    static Comparison of(CopyScore score, Calibration calibration, TrainingIndex index) {
        return new Comparison(
                calibration.tooClose(score),
                calibration.conformalP(score.score()),
                score,
                index.train().get(score.nearest()).file());
    }

    /**
     * What is said of the image.
     *
     * @param comparisons that were made and of which this one is the closest, by whose number p is multiplied (Bonferroni)
     */
    Verdict verdict(int comparisons) {
        double corrected = Math.min(1, p * comparisons);
        return tooClose
                ? new Verdict.TooClose(nearest, score.distance(), score.score(), corrected)
                : new Verdict.Clear(nearest, score.distance(), score.score(), corrected);
    }
}
