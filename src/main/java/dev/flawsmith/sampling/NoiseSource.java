package dev.flawsmith.sampling;

/** Where a trajectory's Gaussian noise comes from; {@link Noise} in production. Thread-safe, the same values on every call. */
@FunctionalInterface
public interface NoiseSource {
    /**
     * Independent standard normal values.
     *
     * @param draw 0 for the initial latent, k for the k-th stochastic draw of the trajectory
     * @param size values wanted, at least 0
     * @return {@code [size]}, a new array
     */
    float[] standardNormal(int draw, int size);
}
