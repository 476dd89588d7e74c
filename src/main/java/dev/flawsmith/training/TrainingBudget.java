package dev.flawsmith.training;

/** How long a run goes on, over all its resumptions. */
public sealed interface TrainingBudget {
    /** The share of the budget that is used up, 1 or more when it is spent. */
    double progress(long images, double seconds);

    /** A number of images: the same weights whatever the machine's speed. */
    record Images(long count) implements TrainingBudget {
        public Images {
            if (count < 1) {
                throw new IllegalArgumentException("expected at least 1 image, found " + count);
            }
        }

        @Override
        public double progress(long images, double seconds) {
            return (double) images / count;
        }
    }

    /** Minutes of training time, pauses between resumptions not counted. */
    record Minutes(double count) implements TrainingBudget {
        public Minutes {
            if (!(count > 0) || Double.isInfinite(count)) {
                throw new IllegalArgumentException("expected a finite number of minutes above 0, found " + count);
            }
        }

        @Override
        public double progress(long images, double seconds) {
            return seconds / (60 * count);
        }
    }
}
