package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * The levels that samplers visit on a model trained at discrete timesteps: a choice among its training levels, then a
 * last one.
 *
 * @param training the model's own levels
 * @param family whose conventions hold where they differ
 * @param spacing which timesteps are visited
 * @param stepsOffset added to the timesteps of leading spacing, at least 0
 * @param respacing what becomes of their levels
 * @param endsAtFirst whether the last level is the first training level; else it has sigma 0
 */
public record DiscreteSchedule(
        TrainingLevels training,
        SolverFamily family,
        TimestepSpacing spacing,
        int stepsOffset,
        Respacing respacing,
        boolean endsAtFirst)
        implements NoiseSchedule {
    public DiscreteSchedule {
        if (stepsOffset < 0) {
            throw new IllegalArgumentException("expected a stepsOffset of at least 0, found " + stepsOffset);
        }
    }

    /** Ending at sigma 0. */
    public DiscreteSchedule(
            TrainingLevels training,
            SolverFamily family,
            TimestepSpacing spacing,
            int stepsOffset,
            Respacing respacing) {
        this(training, family, spacing, stepsOffset, respacing, false);
    }

    /** {@inheritDoc} At most as many steps as training timesteps. */
    @Override
    public List<NoiseLevel> levels(int steps) {
        training.requireAtMost(steps);
        boolean respaced = respacing.curve() != Respacing.Curve.TIMESTEPS;
        List<NoiseLevel> levels = new ArrayList<>(respaced ? respaced(steps) : spaced(steps));
        levels.add(endsAtFirst ? level(training.ratioAt(0), 0) : NoiseLevel.ofSigma(0));
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
        double[] ratios = respacing
                .curve()
                .ratios(
                        steps,
                        Double.isNaN(respacing.sigmaMin()) ? min : respacing.sigmaMin(),
                        Double.isNaN(respacing.sigmaMax()) ? max : respacing.sigmaMax());
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            levels.add(level(ratios[i], respacing.rounded(training.timestepOf(ratios[i]))));
        }
        return levels;
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
