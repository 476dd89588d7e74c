package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * The timesteps of latent consistency models (Luo et al. 2023, section 4.3): spread over those that the model was
 * distilled at, every {@code T / originalSteps}-th; the latent starts at 1, the last image has no noise.
 *
 * @param training the teacher's levels
 * @param originalSteps timesteps that the model was distilled at, 1 to the training timesteps
 */
record ConsistencySchedule(TrainingLevels training, int originalSteps) implements NoiseSchedule {
    ConsistencySchedule {
        if (originalSteps < 1 || originalSteps > training.timesteps()) {
            throw new IllegalArgumentException(
                    "expected 1 to " + training.timesteps() + " originalSteps, found " + originalSteps);
        }
    }

    @Override
    public List<NoiseLevel> levels(int steps) {
        if (NoiseSchedule.requireSteps(steps) > originalSteps) {
            throw new IllegalArgumentException("expected at most " + originalSteps
                    + " steps, the timesteps that the model was distilled at, found " + steps);
        }
        int stride = training.timesteps() / originalSteps;
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int index = (int) ((double) i * originalSteps / steps);
            levels.add(training.preservingAt((originalSteps - index) * stride - 1));
        }
        levels.add(NoiseLevel.ofSigma(0));
        return levels;
    }

    @Override
    public double initialScale(int steps) {
        return 1;
    }
}
