package dev.flawsmith.sampling;

import org.jspecify.annotations.Nullable;

/**
 * A trajectory under guidance: where it applies, every evaluation of the inner trajectory is asked for twice in a row,
 * first conditioned, then unconditioned, and answered with the two combined. Elsewhere, and always at weight 1, it
 * costs one. Not thread-safe.
 */
public final class GuidedTrajectory implements Trajectory {
    private final Trajectory inner;
    private final Guidance guidance;
    private float @Nullable [] conditioned;
    private @Nullable Evaluation unconditionedHalf;
    private int evaluations;

    /** Guides {@code inner}, a fresh trajectory that is used through this one only from here on. */
    public GuidedTrajectory(Trajectory inner, Guidance guidance) {
        this.inner = inner;
        this.guidance = guidance;
    }

    @Override
    public boolean done() {
        return inner.done();
    }

    @Override
    public Evaluation next() {
        return unconditionedHalf != null ? unconditionedHalf : inner.next();
    }

    /** {@inheritDoc} The unconditioned half, while the conditioned one is being asked for. */
    @Override
    public @Nullable Evaluation ahead() {
        if (unconditionedHalf != null || inner.done()) {
            return null;
        }
        Evaluation first = inner.next();
        return guidance.appliesAt(first.level()) ? new Evaluation(first.x(), first.level(), false) : null;
    }

    @Override
    public void accept(float[] denoised) {
        Evaluation answered = next();
        float[] checked = StepTrajectory.checked(denoised, answered);
        float[] first = conditioned;
        if (first != null) {
            inner.accept(guidance.combined(first, checked));
            conditioned = null;
            unconditionedHalf = null;
        } else if (guidance.appliesAt(answered.level())) {
            conditioned = checked;
            unconditionedHalf = new Evaluation(answered.x(), answered.level(), false);
        } else {
            inner.accept(checked);
        }
        evaluations++;
    }

    @Override
    public float[] sample() {
        return inner.sample();
    }

    @Override
    public float[] denoised() {
        return inner.denoised();
    }

    @Override
    public int step() {
        return inner.step();
    }

    @Override
    public int steps() {
        return inner.steps();
    }

    /** {@inheritDoc} Both halves count. */
    @Override
    public int evaluations() {
        return evaluations;
    }
}
