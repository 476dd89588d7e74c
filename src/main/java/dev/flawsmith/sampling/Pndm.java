package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PNDM without its Runge-Kutta start, as Stable Diffusion 1.5 runs it (Liu et al. 2022, eq. 9 and 12): a linear multistep
 * method of up to four noise predictions. The first step evaluates at both ends and takes the mean, so that the second
 * timestep is visited twice: {@code steps + 1} evaluations, 1 where there is one step. Deterministic. The weights are
 * those of even steps. Over levels with signal only.
 */
public final class Pndm implements Sampler {
    @Override
    public String name() {
        return "pndm";
    }

    @Override
    public int evaluations(int steps) {
        return NoiseSchedule.requireSteps(steps) == 1 ? 1 : steps + 1;
    }

    /** {@inheritDoc} The first level carries signal. */
    @Override
    public Trajectory start(SamplingPlan plan) {
        return new MultistepTrajectory(plan, Prediction.EPSILON, null);
    }

    /** @throws IllegalArgumentException if the first level has no signal, and so no noise prediction */
    static void requireSignal(SamplingPlan plan, String name) {
        NoiseLevel first = plan.levels().get(0);
        if (first.alpha() == 0) {
            throw new IllegalArgumentException(
                    "expected signal at the first level for sampler " + name + ", found " + first);
        }
    }

    /** The multistep method; a subclass may start otherwise. */
    static class MultistepTrajectory extends StepTrajectory {
        private final Prediction combined;
        private final @Nullable StridedSchedule grid;
        /** The latest first. */
        private final List<double[]> outputs = new ArrayList<>();

        private float @Nullable [] predicted;

        /**
         * A fresh trajectory.
         *
         * @param combined what of the network's output is combined over steps: noise, or velocity
         * @param grid of the published timesteps, whose strides may miss the next timestep; null where steps meet
         */
        MultistepTrajectory(SamplingPlan plan, Prediction combined, @Nullable StridedSchedule grid) {
            super(plan);
            requireSignal(plan, "pndm");
            this.combined = combined;
            this.grid = grid;
        }

        @Override
        void advance(float[] x, float[] denoised) {
            float[] guess = predicted;
            if (guess != null) {
                predicted = null;
                double[] end = output(guess, denoised, nextFrom());
                finishStep(transfer(x, mean(end, outputs.get(0)), correctedFrom(), nextFrom()));
                return;
            }
            keep(output(x, denoised, from()));
            float[] next = transfer(x, extrapolated(), from(), to());
            if (step() == 0 && steps() > 1) {
                predicted = next;
                evaluate(next, nextFrom());
            } else {
                finishStep(next);
            }
        }

        /** Published, the first step is done again from one stride before its end, which need not be its start. */
        private NoiseLevel correctedFrom() {
            return grid == null ? from() : grid.levelAt((int) nextFrom().timestep() + grid.stride(scheduledSteps()));
        }

        final void keep(double[] output) {
            outputs.add(0, output);
            if (outputs.size() > 4) {
                outputs.remove(4);
            }
        }

        /** The network's output that led from {@code x} to {@code denoised}. */
        final double[] output(float[] x, float[] denoised, NoiseLevel level) {
            double[] output = new double[x.length];
            boolean velocity = combined == Prediction.V;
            for (int i = 0; i < output.length; i++) {
                output[i] = velocity
                        ? (level.alpha() * x[i] - denoised[i]) / level.sigma()
                        : (x[i] - level.alpha() * denoised[i]) / level.sigma();
            }
            return output;
        }

        /** Adams and Bashforth's weights for as many outputs as there are (Liu et al. 2022, eq. 12). */
        private double[] extrapolated() {
            double[][] weights = {
                {1},
                {3.0 / 2, -1.0 / 2},
                {23.0 / 12, -16.0 / 12, 5.0 / 12},
                {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24}
            };
            double[] weight = weights[outputs.size() - 1];
            double[] sum = new double[outputs.get(0).length];
            for (int k = 0; k < weight.length; k++) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight[k] * outputs.get(k)[i];
                }
            }
            return sum;
        }

        static double[] mean(double[] a, double[] b) {
            double[] mean = new double[a.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (a[i] + b[i]) / 2;
            }
            return mean;
        }

        /** Liu et al. 2022, eq. 9: {@code x' = (alpha'/alpha) x + (sigma' - alpha' sigma/alpha) noise}. */
        final float[] transfer(float[] x, double[] output, NoiseLevel from, NoiseLevel to) {
            double scale = to.alpha() / from.alpha();
            double add = to.sigma() - from.sigma() * scale;
            boolean velocity = combined == Prediction.V;
            float[] next = new float[x.length];
            for (int i = 0; i < next.length; i++) {
                double noise = velocity ? from.alpha() * output[i] + from.sigma() * x[i] : output[i];
                next[i] = (float) (scale * x[i] + add * noise);
            }
            return next;
        }
    }
}
