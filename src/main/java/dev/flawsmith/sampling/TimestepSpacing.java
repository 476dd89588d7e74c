package dev.flawsmith.sampling;

/** Which training timesteps are visited (Lin et al. 2024, table 2). */
public enum TimestepSpacing {
    /** Evenly from the last timestep to 0, both included. */
    LINSPACE {
        @Override
        double at(int i, int count, int trainingTimesteps, int offset) {
            return count == 1 ? trainingTimesteps - 1 : (trainingTimesteps - 1.0) * (count - 1 - i) / (count - 1);
        }
    },
    /** Whole multiples of a whole stride, plus the offset; stops short of the last timestep. */
    LEADING {
        @Override
        double at(int i, int count, int trainingTimesteps, int offset) {
            int stride = trainingTimesteps / count;
            return stride * (count - 1 - i) + offset;
        }
    },
    /** Back from the last timestep by an even stride, rounded; stops short of 0. */
    TRAILING {
        @Override
        double at(int i, int count, int trainingTimesteps, int offset) {
            return Math.rint(trainingTimesteps - i * ((double) trainingTimesteps / count)) - 1;
        }
    };

    /** The i-th of {@code count} timesteps, falling from i = 0. */
    abstract double at(int i, int count, int trainingTimesteps, int offset);
}
