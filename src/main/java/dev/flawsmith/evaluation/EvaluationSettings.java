package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.fidelity.DensityCoverage;
import dev.flawsmith.math.FeatureException;
import org.jspecify.annotations.Nullable;

/**
 * How two sets are compared.
 *
 * @param k neighbours of precision, recall, density and coverage, at least 1
 * @param seed of all randomness
 * @param bootstrap repeats for the interval of the Fréchet distance; 0 for none, null for as many as are affordable
 */
public record EvaluationSettings(int k, long seed, @Nullable Integer bootstrap) {
    /** The published k, seed 0. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings(DensityCoverage.NEIGHBOURS, 0, null);

    private static final int MOST_REPEATS = 10_000;

    public EvaluationSettings {
        if (k < 1) {
            throw new FeatureException("k: expected at least 1, found " + k);
        }
        if (bootstrap != null && (bootstrap < 0 || bootstrap == 1 || bootstrap > MOST_REPEATS)) {
            throw new FeatureException("bootstrap: expected 0 or 2 to " + MOST_REPEATS + ", found " + bootstrap);
        }
    }
}
