package dev.flawsmith.sampling;

import org.jspecify.annotations.Nullable;

/**
 * One image on its way from noise to sample: {@link #next()} yields the network evaluation it needs,
 * {@link #accept(float[])} moves on. The evaluation, not the step, is the unit (Heun needs two a step). State and noise
 * belong to this image alone, so trajectories at different levels and of different samplers can share one network call.
 * Not thread-safe.
 */
public interface Trajectory {
    /** Whether the sample is finished; then {@link #sample()} is the result and {@link #next()} throws. */
    boolean done();

    /**
     * The evaluation needed now; the same one until {@link #accept(float[])} is called.
     *
     * @throws IllegalStateException if {@link #done()}
     */
    Evaluation next();

    /**
     * The evaluation that {@link #next()} will ask for after the present one, where it is known already; null where it
     * depends on the answer. Whoever answers both in one network call accepts the present one first.
     */
    default @Nullable Evaluation ahead() {
        return null;
    }

    /**
     * Takes the network's answer to {@link #next()}: the denoised image, same length as {@code x}; copied.
     *
     * @throws IllegalStateException if {@link #done()}
     * @throws IllegalArgumentException if a value is not finite
     */
    void accept(float[] denoised);

    /** The current state, flattened; the finished sample once {@link #done()}. A copy. */
    float[] sample();

    /** The latest denoised estimate, for previews; the current state before the first evaluation. A copy. */
    float[] denoised();

    /** Steps finished, from 0 to {@link #steps()}. */
    int step();

    /** Steps in all. */
    int steps();

    /** Evaluations accepted so far. */
    int evaluations();
}
