package dev.flawsmith.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The shape of a variational autoencoder, for every engine that builds it: images in, latents a {@link #factor()} smaller
 * and back. A latent has four channels for every image channel: what is left of the image after averages, as 2×2
 * patches, plus what the encoder adds to that.
 *
 * @param imageChannels 1 (grey) or 3 (RGB)
 * @param imageSize height and width of an image, pixels
 * @param channels channels of each grid, finest (half the image's) first; the last one is the latent's
 * @param encoderBlocks residual blocks of each grid on the way to the latent
 * @param decoderBlocks residual blocks of each grid on the way back
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record VaeConfig(
        int imageChannels, int imageSize, List<Integer> channels, int encoderBlocks, int decoderBlocks) {
    /** Side of the patches that the networks see, and of those that a latent is made of. */
    public static final int PATCH = 2;

    private static final int MOST_GRIDS = 4;

    public VaeConfig {
        channels = List.copyOf(channels);
        if (imageChannels != 1 && imageChannels != 3) {
            throw new IllegalArgumentException("expected 1 or 3 image channels, found " + imageChannels);
        }
        if (channels.isEmpty()
                || channels.size() > MOST_GRIDS
                || channels.stream().anyMatch(c -> c < 4 || c % 4 != 0)) {
            throw new IllegalArgumentException(
                    "expected 1 to " + MOST_GRIDS + " grids of channels divisible by 4, found " + channels);
        }
        if (encoderBlocks < 1 || decoderBlocks < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 block each way, found " + encoderBlocks + " and " + decoderBlocks);
        }
        int divisor = PATCH << (channels.size() - 1);
        if (imageSize < divisor || imageSize % divisor != 0) {
            throw new IllegalArgumentException(
                    "expected an image size divisible by " + divisor + ", found " + imageSize);
        }
    }

    /** What {@code models/steel-strip-128} has: images to latents of a quarter of the side. */
    public static VaeConfig standard(int imageChannels, int imageSize) {
        return new VaeConfig(imageChannels, imageSize, List.of(64, 96), 1, 2);
    }

    /** An image's side over its latent's. */
    public int factor() {
        return PATCH << (channels.size() - 1);
    }

    /** Channels of a latent. */
    public int latentChannels() {
        return imageChannels * PATCH * PATCH;
    }

    /** Shape of an image. */
    public ImageShape imageShape() {
        return new ImageShape(imageChannels, imageSize, imageSize);
    }

    /** Shape of a latent. */
    public ImageShape latentShape() {
        return new ImageShape(latentChannels(), imageSize / factor(), imageSize / factor());
    }
}
