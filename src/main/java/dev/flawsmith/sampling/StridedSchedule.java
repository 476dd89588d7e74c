package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * The whole timesteps that DDIM, DDPM and PNDM visit, in variance-preserving coordinates; the latent starts at 1. Their
 * published samplers compute the end of a step by a stride of {@code T / steps}, rounded down, back from its start, which
 * misses the next timestep where that does not divide evenly: {@link #ends} says where to.
 *
 * @param training the model's own levels
 * @param spacing which timesteps are visited
 * @param stepsOffset added to the timesteps of leading spacing, at least 0
 * @param last the level below timestep 0: no noise at all, or the first training level
 * @param byStride whether ends are a stride from their start; else they are the next timestep
 */
record StridedSchedule(
        TrainingLevels training, TimestepSpacing spacing, int stepsOffset, NoiseLevel last, boolean byStride)
        implements NoiseSchedule {
    StridedSchedule {
        if (stepsOffset < 0) {
            throw new IllegalArgumentException("expected a stepsOffset of at least 0, found " + stepsOffset);
        }
    }

    @Override
    public List<NoiseLevel> levels(int steps) {
        training.requireAtMost(steps);
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            levels.add(levelAt((int) Math.rint(spacing.at(i, steps, training.timesteps(), stepsOffset))));
        }
        levels.add(end(levels.get(steps - 1), steps));
        return levels;
    }

    @Override
    public List<NoiseLevel> ends(int steps) {
        List<NoiseLevel> levels = levels(steps);
        if (!byStride) {
            return levels.subList(1, levels.size());
        }
        return levels.stream().limit(steps).map(start -> end(start, steps)).toList();
    }

    @Override
    public double initialScale(int steps) {
        return 1;
    }

    /** Training timesteps over steps, rounded down. */
    int stride(int steps) {
        return training.timesteps() / steps;
    }

    /** The level of a timestep; of one below 0, the last level. */
    NoiseLevel levelAt(int timestep) {
        return timestep < 0 ? last : training.preservingAt(timestep);
    }

    private NoiseLevel end(NoiseLevel start, int steps) {
        return byStride ? levelAt((int) start.timestep() - stride(steps)) : last;
    }
}
