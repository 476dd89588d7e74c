package dev.flawsmith.model;

import java.util.List;

/**
 * The shape of a small convolutional encoder, for every engine that builds it: images in, features of unit length out.
 *
 * @param imageChannels 1 (grey) or 3 (RGB)
 * @param imageSize height and width of an image, pixels
 * @param patch side of the space-to-depth patches
 * @param stem channels of the first convolution
 * @param channels channels of each residual block, finest first; before each block the grid is halved
 * @param dimension numbers a feature
 */
public record EncoderConfig(
        int imageChannels, int imageSize, int patch, int stem, List<Integer> channels, int dimension) {
    /** What {@code models/encoder-surface} is: 0.9 million weights, 0.04 GFLOP an image. */
    public static final EncoderConfig SURFACE = new EncoderConfig(1, 64, 2, 16, List.of(40, 80, 160), 128);

    public EncoderConfig {
        channels = List.copyOf(channels);
        if (imageChannels != 1 && imageChannels != 3) {
            throw new IllegalArgumentException("expected 1 or 3 image channels, found " + imageChannels);
        }
        if (patch < 1 || dimension < 1 || channels.isEmpty()) {
            throw new IllegalArgumentException("expected a patch and a dimension of at least 1 and at least one block,"
                    + " found " + patch + ", " + dimension + " and " + channels);
        }
        int divisor = patch << channels.size();
        if (imageSize < divisor || imageSize % divisor != 0) {
            throw new IllegalArgumentException(
                    "expected an image size divisible by " + divisor + ", found " + imageSize);
        }
        if (stem < 4 || stem % 4 != 0 || channels.stream().anyMatch(c -> c < 4 || c % 4 != 0)) {
            throw new IllegalArgumentException(
                    "expected channels divisible by 4, found stem " + stem + " and blocks " + channels);
        }
    }

    /** Grid side of the stem's output. */
    public int stemGrid() {
        return imageSize / patch;
    }

    /** Grid side of a block. */
    public int gridSize(int block) {
        return stemGrid() >> (block + 1);
    }

    /** Channels of the last block. */
    public int lastChannels() {
        return channels.get(channels.size() - 1);
    }

    /** Numbers that the last layer turns into a feature. */
    public int flattened() {
        int side = gridSize(channels.size() - 1);
        return lastChannels() * side * side;
    }
}
