package dev.flawsmith.sampling;

/**
 * Whether the levels of timesteps are replaced by others between the same ends, and what the timesteps of those, which
 * lie between training timesteps, become.
 *
 * @param curve how the levels are spaced
 * @param rounding of their timesteps
 * @param sigmaMin smallest sigma/alpha; NaN for the family's own choice
 * @param sigmaMax largest sigma/alpha; NaN for the family's own choice
 */
public record Respacing(Curve curve, Rounding rounding, double sigmaMin, double sigmaMax) {
    /** The levels of the timesteps themselves. */
    public static final Respacing NONE = of(Curve.TIMESTEPS, Rounding.FRACTIONAL);

    /** How levels are spaced. */
    public enum Curve {
        /** As the timesteps are. */
        TIMESTEPS {
            @Override
            double[] ratios(int steps, double min, double max) {
                throw new IllegalStateException("expected a curve between two levels, found timesteps");
            }
        },
        /** Karras et al. 2022, eq. 5 with rho 7. */
        KARRAS {
            @Override
            double[] ratios(int steps, double min, double max) {
                return new KarrasSchedule(min, max, RHO).sigmas(steps);
            }
        },
        /** Evenly in the logarithm. */
        EXPONENTIAL {
            @Override
            double[] ratios(int steps, double min, double max) {
                return new ExponentialSchedule(min, max).sigmas(steps);
            }
        };

        private static final double RHO = 7;

        abstract double[] ratios(int steps, double min, double max);
    }

    /** What fractional timesteps become. */
    public enum Rounding {
        /** They stay. */
        FRACTIONAL,
        /** The nearest. */
        NEAREST,
        /** The one below. */
        DOWN
    }

    /** Between the family's own ends. */
    public static Respacing of(Curve curve, Rounding rounding) {
        return new Respacing(curve, rounding, Double.NaN, Double.NaN);
    }

    double rounded(double timestep) {
        return switch (rounding) {
            case FRACTIONAL -> timestep;
            case NEAREST -> Math.rint(timestep);
            case DOWN -> Math.floor(timestep);
        };
    }
}
