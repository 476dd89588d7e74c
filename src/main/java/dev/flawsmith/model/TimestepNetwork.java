package dev.flawsmith.model;

import java.util.List;

/**
 * A denoising network that was trained at timesteps, as it was published: what it predicts (noise, velocity or image) is
 * left as it is. Rows are independent. Thread-safe. The opener closes it.
 */
public interface TimestepNetwork extends AutoCloseable {
    /** The shape of one row. */
    ImageShape shape();

    /** Whether it can be asked without a condition, as guidance wants. */
    boolean unconditioned();

    /**
     * What it predicts.
     *
     * @param x noisy rows of unit variance, {@code [batch][channels * height * width]}
     * @param timestep of each row, {@code [batch]}; rounded to the nearest for a network that takes whole ones
     * @param conditions of each row, {@code [batch]}
     * @return {@code [batch][channels * height * width]}, new arrays
     * @throws IllegalArgumentException if a row's length or condition does not fit the network
     */
    float[][] output(float[][] x, double[] timestep, List<Condition> conditions);

    /** Which engine and device run it and with how many threads. */
    String engine();

    @Override
    void close();
}
