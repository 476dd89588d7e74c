package dev.flawsmith.sampling;

/** A way from noise to sample. Holds options only, no image's state; immutable and thread-safe. */
public interface Sampler {
    /** The name that requests, recipes and model packages use: {@code "heun"}. */
    String name();

    /** Starts an image: draws its initial latent and asks for the first evaluation. */
    Trajectory start(SamplingPlan plan);

    /**
     * Network evaluations of a whole trajectory without guidance, over a schedule that starts with some signal and ends
     * at sigma 0.
     *
     * @param steps at least 1
     * @throws IllegalArgumentException if {@code steps} is below 1
     */
    int evaluations(int steps);

    /**
     * Most arrays of the image's size that a trajectory holds between two evaluations, by which the memory of requests
     * under way is bounded: the state, the latest estimate, what is being evaluated, and the sampler's own memory.
     */
    default int stateArrays() {
        return 8;
    }
}
