package dev.flawsmith.batching;

import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.NoiseLevel;
import dev.flawsmith.sampling.Trajectory;
import java.util.Random;

/** Euler's method for the probability-flow ODE (Karras et al. 2022, Algorithm 1 without lines 6 to 8), small and plain. */
final class EulerTrajectory implements Trajectory {
    private final int steps;
    private final float[] x = new float[GaussianDenoiser.SHAPE.size()];
    private float[] denoised;
    private int step;

    EulerTrajectory(long seed, int steps) {
        this.steps = steps;
        Random random = new Random(seed);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (sigma(0) * random.nextGaussian());
        }
        denoised = x.clone();
    }

    private double sigma(int i) {
        return 10.0 * (steps - i) / steps;
    }

    @Override
    public boolean done() {
        return step == steps;
    }

    @Override
    public Evaluation next() {
        if (done()) {
            throw new IllegalStateException("done");
        }
        return new Evaluation(x, NoiseLevel.ofSigma(sigma(step)), step % 2 == 0);
    }

    @Override
    public void accept(float[] answer) {
        for (float value : answer) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("expected finite values, found " + value);
            }
        }
        for (int i = 0; i < x.length; i++) {
            double slope = (x[i] - answer[i]) / sigma(step);
            x[i] += (float) (slope * (sigma(step + 1) - sigma(step)));
        }
        denoised = answer.clone();
        step++;
    }

    @Override
    public float[] sample() {
        return x.clone();
    }

    @Override
    public float[] denoised() {
        return denoised.clone();
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int evaluations() {
        return step;
    }
}
