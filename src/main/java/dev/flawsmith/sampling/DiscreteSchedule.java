package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * The levels that samplers visit on a model trained at discrete timesteps: a choice among its training levels, then
 * sigma 0.
 *
 * @param training the model's own levels
 * @param family whose conventions hold where they differ
 * @param spacing which timesteps are visited
 * @param stepsOffset added to the timesteps of leading spacing, at least 0
 * @param karras what Karras et al. 2022, eq. 5 with rho 7 does to the levels
 */
public record DiscreteSchedule(
        TrainingLevels training, SolverFamily family, TimestepSpacing spacing, int stepsOffset, KarrasLevels karras)
        implements NoiseSchedule {
    private static final double RHO = 7;

    /** Whether the levels are respaced, and what their timesteps, now between training timesteps, become. */
    public enum KarrasLevels {
        /** Levels of the timesteps themselves. */
        NONE,
        /** Respaced, fractional timesteps. */
        FRACTIONAL,
        /** Respaced, timesteps rounded to the nearest. */
        ROUNDED,
        /** Respaced, timesteps rounded down. */
        FLOORED
    }

    public DiscreteSchedule {
        if (stepsOffset < 0) {
            throw new IllegalArgumentException("expected a stepsOffset of at least 0, found " + stepsOffset);
        }
    }

    /** {@inheritDoc} At most as many steps as training timesteps. */
    @Override
    public List<NoiseLevel> levels(int steps) {
        if (NoiseSchedule.requireSteps(steps) > training.timesteps()) {
            throw new IllegalArgumentException(
                    "expected at most " + training.timesteps() + " steps, the training timesteps, found " + steps);
        }
        List<NoiseLevel> levels = new ArrayList<>(karras == KarrasLevels.NONE ? spaced(steps) : respaced(steps));
        levels.add(NoiseLevel.ofSigma(0));
        return levels;
    }

    @Override
    public double initialScale(int steps) {
        if (family == SolverFamily.DPM_SOLVER) {
            return 1;
        }
        double sigma = levels(steps).get(0).sigma();
        return spacing == TimestepSpacing.LEADING ? Math.hypot(sigma, 1) : sigma;
    }

    private List<NoiseLevel> spaced(int steps) {
        boolean leavesLastOut = family == SolverFamily.DPM_SOLVER && spacing != TimestepSpacing.TRAILING;
        int count = leavesLastOut ? steps + 1 : steps;
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            double timestep = spacing.at(i, count, training.timesteps(), stepsOffset);
            double rounded = family == SolverFamily.DPM_SOLVER ? Math.rint(timestep) : timestep;
            levels.add(level(training.ratioAt(rounded), rounded));
        }
        return levels;
    }

    private List<NoiseLevel> respaced(int steps) {
        double max = training.ratioAt(training.timesteps() - 1);
        double min = training.ratioAt(0);
        if (family == SolverFamily.EULER) {
            List<NoiseLevel> spaced = spaced(steps);
            max = ratio(spaced.get(0));
            min = steps == 1 ? min : ratio(spaced.get(steps - 1));
        }
        double[] ratios = new KarrasSchedule(min, max, RHO).sigmas(steps);
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            levels.add(level(ratios[i], timestep(ratios[i])));
        }
        return levels;
    }

    private double timestep(double ratio) {
        double timestep = training.timestepOf(ratio);
        return switch (karras) {
            case NONE, FRACTIONAL -> timestep;
            case ROUNDED -> Math.rint(timestep);
            case FLOORED -> Math.floor(timestep);
        };
    }

    /** In the family's own coordinates, in float32 as published. */
    private NoiseLevel level(double ratio, double timestep) {
        float sigma = (float) ratio;
        if (family == SolverFamily.EULER) {
            return new NoiseLevel(1, sigma, timestep);
        }
        float alpha = 1 / (float) Math.sqrt(sigma * sigma + 1);
        return new NoiseLevel(alpha, sigma * alpha, timestep);
    }

    private static double ratio(NoiseLevel level) {
        return level.sigma() / level.alpha();
    }
}
