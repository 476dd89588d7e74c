package dev.flawsmith.model;

/**
 * A denoising network that was trained at timesteps, as it was published: what it predicts (noise, velocity or image) is
 * left as it is. Rows are independent. Thread-safe. The opener closes it.
 */
public interface TimestepNetwork extends AutoCloseable {
    /** A row's class where there is none. */
    int NO_CLASS = -1;

    /** The shape of one row. */
    ImageShape shape();

    /** Whether it can be asked without a class, as guidance wants. */
    boolean unconditioned();

    /**
     * What it predicts.
     *
     * @param x noisy rows of unit variance, {@code [batch][channels * height * width]}
     * @param timestep of each row, {@code [batch]}; rounded to the nearest for a network that takes whole ones
     * @param classIndex of each row, {@code [batch]}; {@link #NO_CLASS} for none
     * @return {@code [batch][channels * height * width]}, new arrays
     * @throws IllegalArgumentException if a row's length or class does not fit the network
     */
    float[][] output(float[][] x, double[] timestep, int[] classIndex);

    /** Which engine and device run it and with how many threads. */
    String engine();

    @Override
    void close();
}
