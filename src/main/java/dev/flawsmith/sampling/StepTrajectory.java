package dev.flawsmith.sampling;

import org.jspecify.annotations.Nullable;

/**
 * What all trajectories over a list of noise levels share: the state, the counts and the checks. A sampler's own arithmetic is {@link #advance}.
 */
abstract class StepTrajectory implements Trajectory {
    private final SamplingPlan plan;
    private float[] state;
    private @Nullable Evaluation evaluation;
    private float @Nullable [] denoised;
    private int step;
    private int evaluations;

    StepTrajectory(SamplingPlan plan) {
        this.plan = plan;
        this.state = plan.noise().standardNormal(0, plan.size());
        float[] mean = plan.initialMean();
        for (int i = 0; i < state.length; i++) {
            state[i] = (float) (plan.initialScale() * state[i]) + (mean == null ? 0 : mean[i]);
        }
        this.evaluation = evaluation(state, plan.levels().get(0));
    }

    /**
     * Takes the answer to the current evaluation and ends in exactly one of {@link #evaluate} (the step needs one more)
     * and {@link #finishStep}.
     *
     * @param x the state at the start of the step; not to be changed
     * @param denoised the network's answer; the trajectory's own, never changed, free to keep
     */
    abstract void advance(float[] x, float[] denoised);

    /** Asks for a further evaluation within the step. */
    final void evaluate(float[] x, NoiseLevel level) {
        evaluation = evaluation(x, level);
    }

    /** Ends the step in the state {@code x}, which is at {@link #to()}. */
    final void finishStep(float[] x) {
        state = x;
        step++;
        evaluation = null;
        if (step < plan.steps()) {
            beginStep(x);
        }
    }

    /**
     * Asks for the first evaluation of a step that starts in the state {@code x}; of the first step it has been asked for
     * already. To be overridden where that is not {@code x} at {@link #from()}.
     */
    void beginStep(float[] x) {
        evaluate(x, from());
    }

    /** The level at which the current step starts. */
    final NoiseLevel from() {
        return plan.levels().get(step);
    }

    /** The level at which the current step is computed to end. */
    final NoiseLevel to() {
        return plan.ends().get(step);
    }

    /** The level at which the next step starts; that at which the trajectory ends, in the last one. */
    final NoiseLevel nextFrom() {
        return plan.levels().get(step + 1);
    }

    /** Steps of the schedule that these are some or all of: what a sampler derives from their number is of that. */
    final int scheduledSteps() {
        return plan.scheduledSteps();
    }

    /** The image's standard normal values for the current step. */
    final float[] stepNoise() {
        return plan.noise().standardNormal(step + 1, plan.size());
    }

    @Override
    public final boolean done() {
        return evaluation == null;
    }

    @Override
    public final Evaluation next() {
        if (evaluation == null) {
            throw new IllegalStateException(
                    "expected an unfinished trajectory, found one done after " + step + " steps");
        }
        return evaluation;
    }

    @Override
    public final void accept(float[] denoised) {
        float[] checked = checked(denoised, next());
        this.denoised = checked;
        evaluations++;
        advance(state, checked);
    }

    @Override
    public final float[] sample() {
        return state.clone();
    }

    @Override
    public final float[] denoised() {
        return denoised == null ? sample() : denoised.clone();
    }

    @Override
    public final int step() {
        return step;
    }

    @Override
    public final int steps() {
        return plan.steps();
    }

    @Override
    public final int evaluations() {
        return evaluations;
    }

    /** A copy of the network's answer, once it is known to be one. */
    static float[] checked(float[] denoised, Evaluation evaluation) {
        if (denoised.length != evaluation.x().length) {
            throw new IllegalArgumentException(
                    "expected " + evaluation.x().length + " denoised values, found " + denoised.length);
        }
        float[] copy = denoised.clone();
        for (int i = 0; i < copy.length; i++) {
            if (!Float.isFinite(copy[i])) {
                throw new IllegalArgumentException("expected finite denoised values, found " + copy[i] + " at index "
                        + i + ", " + evaluation.level());
            }
        }
        return copy;
    }

    private static Evaluation evaluation(float[] x, NoiseLevel level) {
        return new Evaluation(x.clone(), level, true);
    }
}
