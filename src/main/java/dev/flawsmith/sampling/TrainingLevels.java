package dev.flawsmith.sampling;

/**
 * The noise levels that a model with training timesteps was trained at, as the noise-to-signal ratio
 * {@code sigma / alpha} of each timestep. Immutable.
 */
public final class TrainingLevels {
    /** {@code sigma / alpha} by timestep, strictly rising, float32 as in training. */
    private final float[] ratios;

    private final float[] logRatios;

    private TrainingLevels(float[] betas) {
        ratios = new float[betas.length];
        logRatios = new float[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            float alphaBar = (float) product;
            ratios[t] = (float) Math.sqrt((1 - alphaBar) / alphaBar);
            logRatios[t] = (float) Math.log(ratios[t]);
            if (!(ratios[t] > (t == 0 ? 0 : ratios[t - 1]))) {
                throw new IllegalArgumentException(
                        "expected betas in (0, 1) that add noise at every timestep, found " + betas[t] + " at " + t);
            }
        }
    }

    /**
     * The levels of a schedule.
     *
     * @param timesteps training timesteps, at least 2
     * @param betaStart first beta, in (0, 1); without effect on the squared cosine, as is {@code betaEnd}
     * @param betaEnd last beta, in [betaStart, 1)
     * @throws IllegalArgumentException if a value is out of its range
     */
    public static TrainingLevels of(BetaSchedule schedule, int timesteps, double betaStart, double betaEnd) {
        if (timesteps < 2) {
            throw new IllegalArgumentException("expected at least 2 training timesteps, found " + timesteps);
        }
        if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1)) {
            throw new IllegalArgumentException(
                    "expected 0 < betaStart <= betaEnd < 1, found " + betaStart + " and " + betaEnd);
        }
        return new TrainingLevels(schedule.betas(timesteps, betaStart, betaEnd));
    }

    /** Training timesteps. */
    public int timesteps() {
        return ratios.length;
    }

    /** sigma/alpha at a timestep, linear between two. */
    double ratioAt(double timestep) {
        if (!(timestep >= 0 && timestep <= ratios.length - 1)) {
            throw new IllegalArgumentException(
                    "expected a timestep from 0 to " + (ratios.length - 1) + ", found " + timestep);
        }
        int below = Math.min((int) timestep, ratios.length - 2);
        double weight = timestep - below;
        return weight == 0 ? ratios[below] : ratios[below] + weight * ((double) ratios[below + 1] - ratios[below]);
    }

    /** The fractional timestep of a sigma/alpha, linear in its logarithm between two; within the table's ends. */
    double timestepOf(double ratio) {
        double log = Math.log(ratio);
        int below = 0;
        while (below < logRatios.length - 2 && logRatios[below + 1] <= log) {
            below++;
        }
        double weight = (log - logRatios[below]) / (logRatios[below + 1] - logRatios[below]);
        return below + Math.max(0, Math.min(1, weight));
    }
}
