package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.Calibration;
import dev.flawsmith.memorization.CopyScore;
import dev.flawsmith.memorization.TrainingIndex;
import java.util.Optional;

/**
 * Stands between a generator and the world: compares every image with the generator's training photos and applies the
 * request's policy. Immutable; thread-safe.
 */
public abstract sealed class Guard {
    /** New attempts that {@link GuardPolicy#RESAMPLE} asks for, at most, after the first. */
    public static final int MAX_ATTEMPTS = 3;

    private static final Verdict.NotChecked OFF = new Verdict.NotChecked("guard is off for this request");

    private Guard() {}

    /** The guard of a generator that learnt from the photos of an index. */
    public static Guard of(TrainingIndex index) {
        return new Comparing(index);
    }

    /**
     * The guard of a generator with nothing to compare with; every verdict is {@code not_checked}.
     *
     * @param reason why, for the answer: {@code "the rule-based generator learns from no photo"}
     */
    public static Guard notChecked(String reason) {
        return new NotChecking(reason);
    }

    /** Compares an image with every training photo; a few milliseconds for a thousand of them. */
    public abstract Verdict inspect(PixelImage image);

    /** In a sentence: what is compared, the threshold, its level and its bound. */
    public abstract String describe();

    /** The calibration behind the threshold; empty where nothing is compared. */
    public abstract Optional<Calibration> calibration();

    /**
     * Inspects an attempt at an image and applies the policy.
     *
     * @param attempt 0 for the first, greater for the new ones that {@link Decision.Retry} asked for
     * @throws IllegalArgumentException if {@code attempt} is negative
     */
    public final Decision decide(PixelImage image, GuardPolicy policy, int attempt) {
        if (attempt < 0) {
            throw new IllegalArgumentException("expected an attempt of at least 0, found " + attempt);
        }
        Verdict verdict = policy == GuardPolicy.OFF ? OFF : inspect(image);
        if (verdict instanceof Verdict.TooClose) {
            if (policy == GuardPolicy.BLOCK) {
                return new Decision.Withhold(verdict);
            }
            if (policy == GuardPolicy.RESAMPLE && attempt < MAX_ATTEMPTS) {
                return new Decision.Retry(verdict);
            }
        }
        return new Decision.Release(new ReleasedImage(image, verdict, attempt));
    }

    private static final class Comparing extends Guard {
        private final TrainingIndex index;

        Comparing(TrainingIndex index) {
            this.index = index;
        }

        @Override
        public Verdict inspect(PixelImage image) {
            CopyScore score = index.score(image);
            Calibration calibration = index.calibration();
            String nearest = index.train().get(score.nearest()).file();
            double p = calibration.conformalP(score.score());
            return calibration.tooClose(score)
                    ? new Verdict.TooClose(nearest, score.distance(), score.score(), p)
                    : new Verdict.Clear(nearest, score.distance(), score.score(), p);
        }

        @Override
        public String describe() {
            return "compared with " + index.train().size() + " training photos over 8 flips and rotations ("
                    + index.descriptorId() + "); " + index.calibration().describe();
        }

        @Override
        public Optional<Calibration> calibration() {
            return Optional.of(index.calibration());
        }
    }

    private static final class NotChecking extends Guard {
        private final Verdict.NotChecked verdict;

        NotChecking(String reason) {
            verdict = new Verdict.NotChecked(reason);
        }

        @Override
        public Verdict inspect(PixelImage image) {
            return verdict;
        }

        @Override
        public String describe() {
            return "not checked: " + verdict.reason();
        }

        @Override
        public Optional<Calibration> calibration() {
            return Optional.empty();
        }
    }
}
