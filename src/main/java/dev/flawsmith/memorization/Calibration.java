package dev.flawsmith.memorization;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the scores of unseen real photos (the holdout) allow to be said of a new image's score. The threshold is the
 * strictest that n photos can bear: the smallest of their scores, nearer than which lies none of them. That a photo
 * exchangeable with them falls below has probability 1 / (n + 1) (conformal p-value; Vovk, Gammerman and Shafer 2005);
 * given these n, it is at most {@code 1 - 0.05^(1/n)} at 95 % confidence (Clopper and Pearson 1934, one-sided, no event
 * in n). n photos certify nothing stricter.
 *
 * <p>Holdout photos that equal a training photo, turned or not, were not unseen: they are left out and counted.
 *
 * <p>Immutable; thread-safe.
 */
public final class Calibration {
    /** Confidence of {@link #falseAlarmBound()}. */
    public static final double CONFIDENCE = 0.95;
    /** Of the median holdout distance: nearer than this is the same picture, whatever the ratio. */
    private static final double VERBATIM_FRACTION = 0.05;

    private final double[] scores;
    private final int copiesLeftOut;
    private final double verbatimDistance;

    private Calibration(double[] scores, int copiesLeftOut, double verbatimDistance) {
        this.scores = scores;
        this.copiesLeftOut = copiesLeftOut;
        this.verbatimDistance = verbatimDistance;
    }

    /**
     * Calibrates on the scores of the holdout photos against the training photos.
     *
     * @throws IllegalArgumentException if no score is left once exact copies are left out
     */
    public static Calibration of(List<CopyScore> holdout) {
        List<CopyScore> unseen =
                holdout.stream().filter(score -> score.distance() > 0).toList();
        if (unseen.isEmpty()) {
            throw new IllegalArgumentException("expected at least one holdout photo that is not in the training set,"
                    + " found " + holdout.size() + " holdout photos, all of them exact copies of training photos");
        }
        double[] scores = unseen.stream().mapToDouble(CopyScore::score).sorted().toArray();
        double[] distances =
                unseen.stream().mapToDouble(CopyScore::distance).sorted().toArray();
        double verbatim = Math.min(distances[0], VERBATIM_FRACTION * distances[distances.length / 2]);
        return new Calibration(scores, holdout.size() - unseen.size(), verbatim);
    }

    /** Holdout photos it rests on. */
    public int holdout() {
        return scores.length;
    }

    /** Holdout photos left out because they equal a training photo. */
    public int copiesLeftOut() {
        return copiesLeftOut;
    }

    /** The smallest holdout score; a score strictly below it is too close. */
    public double threshold() {
        return scores[0];
    }

    /** An image strictly nearer than this to a training photo is too close whatever its score; no holdout photo is. */
    public double verbatimDistance() {
        return verbatimDistance;
    }

    /** The level of the threshold, {@code 1 / (n + 1)}: the strictest that n holdout photos can bear. */
    public double level() {
        return 1.0 / (holdout() + 1);
    }

    /** The upper 95 % bound on the share of unseen real photos that would be called too close. */
    public double falseAlarmBound() {
        return 1 - StrictMath.pow(1 - CONFIDENCE, 1.0 / holdout());
    }

    /** {@code (1 + #{holdout score <= score}) / (n + 1)}, in [1 / (n + 1), 1]. */
    public double conformalP(double score) {
        int atMost = 0;
        while (atMost < scores.length && scores[atMost] <= score) {
            atMost++;
        }
        return (1.0 + atMost) / (holdout() + 1);
    }

    /** Whether an image is nearer to a training photo than any holdout photo is. */
    public boolean tooClose(CopyScore score) {
        return score.distance() == 0 || score.distance() < verbatimDistance || score.score() < threshold();
    }

    /** The threshold, its level and its bound, in a sentence. */
    public String describe() {
        String leftOut = copiesLeftOut == 0
                ? ""
                : String.format(Locale.ROOT, "; %d more left out as exact copies of training photos", copiesLeftOut);
        return String.format(
                Locale.ROOT,
                "too close below a score of %.4f, level 1/%d: at most %.1f %% false alarms at 95 %% confidence,"
                        + " from %d holdout photos, none over%s",
                threshold(),
                holdout() + 1,
                100 * falseAlarmBound(),
                holdout(),
                leftOut);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Calibration that
                && Arrays.equals(scores, that.scores)
                && copiesLeftOut == that.copiesLeftOut
                && verbatimDistance == that.verbatimDistance;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(scores);
    }

    @Override
    public String toString() {
        return "Calibration[" + describe() + "]";
    }
}
