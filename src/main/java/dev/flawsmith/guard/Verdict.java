package dev.flawsmith.guard;

/** What the guard says of one image. */
public sealed interface Verdict {
    /** The name on the wire: {@code clear}, {@code too_close} or {@code not_checked}. */
    String wireName();

    /**
     * The image was compared with every training photo and is no nearer than unseen real photos are.
     *
     * @param nearest file name of the nearest training photo
     * @param distance its distance, at least 0; an exact copy has 0
     * @param score the calibrated copy score (small is close)
     * @param p conformal p-value of the score against the holdout photos, in [1 / (n + 1), 1]
     */
    record Clear(String nearest, double distance, double score, double p) implements Verdict {
        @Override
        public String wireName() {
            return "clear";
        }
    }

    /** The image is nearer to a training photo than any holdout photo is; components as in {@link Clear}. */
    record TooClose(String nearest, double distance, double score, double p) implements Verdict {
        @Override
        public String wireName() {
            return "too_close";
        }
    }

    /** Nothing was compared, and why: the generator learnt from no photo, or the operator switched the guard off. */
    record NotChecked(String reason) implements Verdict {
        @Override
        public String wireName() {
            return "not_checked";
        }
    }
}
