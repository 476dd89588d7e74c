package dev.flawsmith.sampling;

import java.util.List;

/** How a model's images are sampled: the samplers that it can run, and the levels that each of them visits on it. */
public interface ModelSampling {
    /** Names of the samplers, the one that suits the model first where one does. */
    List<String> samplers();

    /**
     * A sampler on this model.
     *
     * @param sampler its name
     * @throws IllegalArgumentException if it is none of {@link #samplers()}; the message lists them
     */
    SamplingMethod method(String sampler);

    /**
     * Starts an image of one value and drops it, so that what cannot be drawn is refused before any work.
     *
     * @throws IllegalArgumentException if the model has no such number of steps, or the sampler cannot start on it
     */
    default void check(String sampler, int steps) {
        SamplingMethod method = method(sampler);
        Trajectory unused = method.sampler().start(method.plan(steps, (draw, size) -> new float[size], 1));
    }
}
