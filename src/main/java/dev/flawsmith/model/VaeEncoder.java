package dev.flawsmith.model;

/** The encoding half of a variational autoencoder: an image becomes a latent, as the denoiser would make it. Thread-safe. The opener closes it. */
public interface VaeEncoder extends AutoCloseable {
    /** The shape of an image. */
    ImageShape imageShape();

    /** The shape of a latent. */
    ImageShape latentShape();

    /**
     * Encodes one image: the mean of its posterior.
     *
     * @param pixels {@code [channels * height * width]}, in [-1, 1]
     * @return in the denoiser's scale, {@code [channels * height * width]} of the latent
     * @throws IllegalArgumentException if the length is not the image's
     */
    float[] encode(float[] pixels);

    @Override
    void close();
}
