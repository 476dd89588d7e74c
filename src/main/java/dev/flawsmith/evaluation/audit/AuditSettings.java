package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureException;

/**
 * What an audit is asked for.
 *
 * @param fdr q, the false discovery rate of the list of copied photos, in (0, 1)
 * @param permutations B of the whole-set test; at least 2,000 for a verdict
 * @param seed of permutations and planted copies
 */
public record AuditSettings(double fdr, int permutations, long seed) {
    /** q = 0.1, 2,000 permutations, seed 0. */
    public static final AuditSettings DEFAULT = new AuditSettings(0.1, 2000, 0);

    public AuditSettings {
        if (!(fdr > 0 && fdr < 1)) {
            throw new FeatureException("fdr: expected a rate between 0 and 1, found " + fdr);
        }
        if (permutations < 100) {
            throw new FeatureException("permutations: expected at least 100, found " + permutations);
        }
    }
}
