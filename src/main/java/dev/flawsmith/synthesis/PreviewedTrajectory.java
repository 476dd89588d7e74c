package dev.flawsmith.synthesis;

import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Trajectory;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A trajectory that shows its estimate on the way, at steps as evenly spaced as they can be, never at the last one. A step
 * that nobody asked for costs nothing, one that somebody did one copy of the estimate. Not thread-safe.
 */
final class PreviewedTrajectory implements Trajectory {
    private final Trajectory inner;
    private final int wanted;
    private final BiConsumer<Integer, float[]> previews;

    /**
     * Watches {@code inner}, which is used through this one only from here on.
     *
     * @param wanted how many estimates, at least 1; fewer come where there are fewer steps
     * @param previews takes a step's number and its estimate, flattened; must return at once
     */
    PreviewedTrajectory(Trajectory inner, int wanted, BiConsumer<Integer, float[]> previews) {
        this.inner = inner;
        this.wanted = wanted;
        this.previews = previews;
    }

    @Override
    public void accept(float[] denoised) {
        int before = inner.step();
        inner.accept(denoised);
        int now = inner.step();
        if (now > before && !inner.done() && passed(now) > passed(before)) {
            previews.accept(now, inner.denoised());
        }
    }

    /** How many previews are due once so many steps are finished. */
    private int passed(int step) {
        return step * (wanted + 1) / inner.steps();
    }

    @Override
    public boolean done() {
        return inner.done();
    }

    @Override
    public Evaluation next() {
        return inner.next();
    }

    @Override
    public @Nullable Evaluation ahead() {
        return inner.ahead();
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

    @Override
    public int evaluations() {
        return inner.evaluations();
    }
}
