package dev.flawsmith.dataset;

/**
 * How {@link Splitter} divides a dataset.
 *
 * @param train fraction of each class's photos, in [0, 1]
 * @param holdout likewise
 * @param test likewise; the three add up to 1
 * @param correlation above which two photos are near-duplicates, in (0, 1)
 * @param seed the same seed and photos give the same split
 */
public record SplitPlan(double train, double holdout, double test, double correlation, long seed) {
    /** 60 % train, 20 % holdout, 20 % test. */
    public static final SplitPlan DEFAULT = new SplitPlan(0.6, 0.2, 0.2, DuplicateGroups.DEFAULT_CORRELATION, 0);

    public SplitPlan {
        boolean fractions = train >= 0 && holdout >= 0 && test >= 0 && Math.abs(train + holdout + test - 1) < 1e-9;
        if (!fractions) {
            throw new IllegalArgumentException("expected fractions of at least 0 that add up to 1, found train " + train
                    + ", holdout " + holdout + ", test " + test);
        }
        if (!(correlation > 0 && correlation < 1)) {
            throw new IllegalArgumentException("expected a correlation between 0 and 1, found " + correlation);
        }
    }

    double fraction(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case HOLDOUT -> holdout;
            case TEST -> test;
        };
    }
}
