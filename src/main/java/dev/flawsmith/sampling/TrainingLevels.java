package dev.flawsmith.sampling;

/**
 * The noise levels that a model with training timesteps was trained at. Immutable; in float32, as in training.
 */
public final class TrainingLevels {
    /** {@code alpha²} by timestep, falling; the last may be 0. */
    private final float[] alphaBars;

    /** {@code sigma / alpha} by timestep, rising; the last may be infinite. */
    private final float[] ratios;

    private final float[] logRatios;

    private TrainingLevels(float[] alphaBars) {
        this.alphaBars = alphaBars;
        this.ratios = new float[alphaBars.length];
        this.logRatios = new float[alphaBars.length];
        for (int t = 0; t < alphaBars.length; t++) {
            ratios[t] = (float) Math.sqrt((1 - alphaBars[t]) / alphaBars[t]);
            logRatios[t] = (float) Math.log(ratios[t]);
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
        return ofBetas(schedule.betas(timesteps, betaStart, betaEnd));
    }

    /**
     * The levels of given betas, the noise variances of training.
     *
     * @param betas {@code [timesteps]}, at least 2, each in (0, 1)
     * @throws IllegalArgumentException if there are fewer, or one is out of its range
     */
    public static TrainingLevels ofBetas(float[] betas) {
        if (betas.length < 2) {
            throw new IllegalArgumentException("expected at least 2 training timesteps, found " + betas.length);
        }
        float[] alphaBars = new float[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            if (!(betas[t] > 0 && betas[t] < 1)) {
                throw new IllegalArgumentException("expected betas in (0, 1), found " + betas[t] + " at timestep " + t);
            }
            product *= 1 - betas[t];
            alphaBars[t] = (float) product;
            if (t > 0 && !(alphaBars[t] < alphaBars[t - 1])) {
                throw new IllegalArgumentException(
                        "expected betas that add noise at every timestep, found " + betas[t] + " at timestep " + t);
            }
        }
        return new TrainingLevels(alphaBars);
    }

    /**
     * The same without signal at the last timestep: alpha is shifted and scaled to keep its first value and end at 0 (Lin
     * et al. 2024, algorithm 1).
     *
     * @param leastAlphaBar what alpha² becomes there, at least 0: some published samplers want a little above, which may
     *     be more than the timestep before it has
     */
    public TrainingLevels withZeroTerminalSnr(double leastAlphaBar) {
        int last = alphaBars.length - 1;
        float first = (float) Math.sqrt(alphaBars[0]);
        float end = (float) Math.sqrt(alphaBars[last]);
        float scale = first / (first - end);
        float[] rescaled = new float[alphaBars.length];
        for (int t = 0; t < last; t++) {
            float alpha = ((float) Math.sqrt(alphaBars[t]) - end) * scale;
            rescaled[t] = alpha * alpha;
        }
        rescaled[last] = (float) leastAlphaBar;
        return new TrainingLevels(rescaled);
    }

    /** Training timesteps. */
    public int timesteps() {
        return ratios.length;
    }

    /** @throws IllegalArgumentException if {@code steps} is below 1, or more than there are timesteps */
    void requireAtMost(int steps) {
        if (NoiseSchedule.requireSteps(steps) > ratios.length) {
            throw new IllegalArgumentException(
                    "expected at most " + ratios.length + " steps, the training timesteps, found " + steps);
        }
    }

    /** The level of a whole timestep in variance-preserving coordinates. */
    NoiseLevel preservingAt(int timestep) {
        requireTimestep(timestep);
        float alphaBar = alphaBars[timestep];
        return new NoiseLevel((float) Math.sqrt(alphaBar), (float) Math.sqrt(1 - alphaBar), timestep);
    }

    /** sigma/alpha at a timestep, linear between two. */
    double ratioAt(double timestep) {
        requireTimestep(timestep);
        int below = Math.min((int) timestep, ratios.length - 2);
        double weight = timestep - below;
        return weight == 0 ? ratios[below] : ratios[below] + weight * ((double) ratios[below + 1] - ratios[below]);
    }

    /** The fractional timestep of a sigma/alpha, linear in its logarithm between two; within the table's ends. */
    double timestepOf(double ratio) {
        double log = Math.log(ratio);
        int below = logRatios.length - 2;
        while (below > 0 && logRatios[below] > log) {
            below--;
        }
        double weight = (log - logRatios[below]) / (logRatios[below + 1] - logRatios[below]);
        return below + Math.max(0, Math.min(1, weight));
    }

    private void requireTimestep(double timestep) {
        if (!(timestep >= 0 && timestep <= ratios.length - 1)) {
            throw new IllegalArgumentException(
                    "expected a timestep from 0 to " + (ratios.length - 1) + ", found " + timestep);
        }
    }
}
