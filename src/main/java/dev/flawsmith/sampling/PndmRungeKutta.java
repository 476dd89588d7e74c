package dev.flawsmith.sampling;

/**
 * PNDM with its Runge-Kutta start (Liu et al. 2022, algorithm 2 and eq. 13), over published timesteps: three steps of four
 * evaluations each, then those of {@link Pndm}. {@code steps + 9} evaluations. Between timesteps it works on a grid of
 * whole ones, rounded as published: an odd stride's middle is evaluated one timestep off.
 */
final class PndmRungeKutta implements Sampler {
    private static final int STARTING_STEPS = 3;
    private final Prediction combined;
    private final StridedSchedule grid;

    PndmRungeKutta(Prediction combined, StridedSchedule grid) {
        this.combined = combined;
        this.grid = grid;
    }

    @Override
    public String name() {
        return "pndm";
    }

    @Override
    public int evaluations(int steps) {
        return requireEnough(steps) + 3 * STARTING_STEPS;
    }

    @Override
    public Trajectory start(SamplingPlan plan) {
        requireEnough(plan.steps());
        return new RungeKuttaTrajectory(plan);
    }

    private static int requireEnough(int steps) {
        if (NoiseSchedule.requireSteps(steps) <= STARTING_STEPS) {
            throw new IllegalArgumentException(
                    "expected at least " + (STARTING_STEPS + 1) + " steps with skip_prk_steps false, found " + steps);
        }
        return steps;
    }

    private final class RungeKuttaTrajectory extends Pndm.MultistepTrajectory {
        private final int half = grid.stride(scheduledSteps()) / 2;
        /** Outputs so far within the step, summed with the weights 1/6, 1/3, 1/3, 1/6. */
        private double[] sum = {};

        private float[] stage = {};
        private NoiseLevel stageLevel = from();
        private int stages;

        RungeKuttaTrajectory(SamplingPlan plan) {
            super(plan, combined, grid);
        }

        @Override
        void advance(float[] x, float[] denoised) {
            if (step() >= STARTING_STEPS) {
                super.advance(x, denoised);
                return;
            }
            int start = (int) from().timestep();
            int end = (int) nextFrom().timestep();
            if (stages == 0) {
                double[] first = output(x, denoised, from());
                keep(first);
                sum = new double[x.length];
                stage(x, first, 1.0 / 6, start - half, end + half);
            } else if (stages == 1) {
                stage(x, output(stage, denoised, stageLevel), 1.0 / 3, end + half, end + half);
            } else if (stages == 2) {
                stage(x, output(stage, denoised, stageLevel), 1.0 / 3, end, end);
            } else {
                add(output(stage, denoised, stageLevel), 1.0 / 6);
                stages = 0;
                finishStep(transfer(x, sum, from(), nextFrom()));
            }
        }

        private void stage(float[] x, double[] output, double weight, int timestep, int evaluatedAt) {
            add(output, weight);
            stages++;
            stage = transfer(x, output, from(), grid.levelAt(timestep));
            stageLevel = grid.levelAt(evaluatedAt);
            evaluate(stage, stageLevel);
        }

        private void add(double[] output, double weight) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * output[i];
            }
        }
    }
}
