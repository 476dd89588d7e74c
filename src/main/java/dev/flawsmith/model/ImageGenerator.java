package dev.flawsmith.model;

import java.util.List;

/**
 * A network that draws in one evaluation, {@code z [, class] -> image}: the generator of a GAN (Goodfellow et al. 2014), a
 * VAE's decoder told a class, a distilled network. Rows are independent. Thread-safe. The opener closes it.
 */
public interface ImageGenerator extends AutoCloseable {
    /** Values of one {@code z}. */
    int latentSize();

    /** The shape of an image. */
    ImageShape shape();

    /**
     * Draws every row.
     *
     * @param z {@code [batch][latentSize]}
     * @param conditions class of each row, {@code [batch]}
     * @return {@code [batch][channels * height * width]}, new arrays, in the network's own values
     * @throws IllegalArgumentException if a row's length or condition does not fit the network
     */
    float[][] generate(float[][] z, List<Condition> conditions);

    /** Which engine and device run it and with how many threads. */
    String engine();

    @Override
    void close();
}
