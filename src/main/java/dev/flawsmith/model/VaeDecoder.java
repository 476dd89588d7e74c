package dev.flawsmith.model;

/** The decoding half of a variational autoencoder: a latent, as the denoiser makes it, becomes an image. Thread-safe. The opener closes it. */
public interface VaeDecoder extends AutoCloseable {
    /** The shape of a latent. */
    ImageShape latentShape();

    /** The shape of an image. */
    ImageShape imageShape();

    /**
     * Decodes one latent.
     *
     * @param latent in the denoiser's scale, {@code [channels * height * width]}
     * @return {@code [channels * height * width]} of the image, in [-1, 1] up to the network's error
     * @throws IllegalArgumentException if the length is not the latent's
     */
    float[] decode(float[] latent);

    @Override
    void close();
}
