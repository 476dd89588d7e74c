package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The shape of a class-conditional generator, for every engine that builds it: from {@code z} to a grid of 4×4, which each
 * block doubles.
 *
 * @param imageChannels 1 (grey) or 3 (RGB)
 * @param imageSize height and width of an image, pixels: 4 doubled once a block
 * @param latent values of {@code z}
 * @param classes number of classes
 * @param embeddingChannels width of what {@code z} and class tell every norm
 * @param channels of the 4×4 grid and, after it, of each block's
 */
public record GeneratorConfig(
        int imageChannels, int imageSize, int latent, int classes, int embeddingChannels, List<Integer> channels) {
    /** Side of the grid that {@code z} is mapped to. */
    public static final int BASE = 4;

    private static final int LATENT = 128;
    private static final int EMBEDDING = 128;
    private static final int FINEST = 16;
    private static final List<Integer> WIDTHS = List.of(48, 96, 192, 256);

    public GeneratorConfig {
        channels = List.copyOf(channels);
        if ((imageChannels != 1 && imageChannels != 3) || latent < 1 || classes < 1 || embeddingChannels < 1) {
            throw new IllegalArgumentException("expected 1 or 3 image channels, and at least 1 latent value, class and"
                    + " embedding channel, found " + imageChannels + ", " + latent + ", " + classes + " and "
                    + embeddingChannels);
        }
        if (channels.size() < 2 || channels.stream().anyMatch(c -> c < 16 || c % 16 != 0)) {
            throw new IllegalArgumentException(
                    "expected channels of at least two grids, each a multiple of 16, found " + channels);
        }
        if (imageSize != BASE << (channels.size() - 1)) {
            throw new IllegalArgumentException("expected an image size of " + (BASE << (channels.size() - 1)) + " for "
                    + channels.size() + " grids, found " + imageSize);
        }
    }

    /**
     * The generator that {@code train --network gan|vae} learns: at 64×64 about 0.45 GFLOP an image and 1.9 million weights.
     *
     * @throws IllegalArgumentException if the size is none of 8, 16, 32, 64, 128 and 256
     */
    public static GeneratorConfig standard(int imageChannels, int imageSize, int classes) {
        if (imageSize < 2 * BASE || imageSize > 256 || Integer.bitCount(imageSize) != 1) {
            throw new IllegalArgumentException(
                    "expected an image size of 8, 16, 32, 64, 128 or 256 for a generator, found " + imageSize);
        }
        List<Integer> channels = new ArrayList<>(List.of(FINEST));
        for (int size = BASE; size < imageSize; size *= 2) {
            channels.add(WIDTHS.get(Math.min(channels.size() - 1, WIDTHS.size() - 1)));
        }
        Collections.reverse(channels);
        return new GeneratorConfig(imageChannels, imageSize, LATENT, classes, EMBEDDING, channels);
    }

    /** Blocks, each of which doubles the grid. */
    public int blocks() {
        return channels.size() - 1;
    }

    /** The shape of an image. */
    public ImageShape shape() {
        return new ImageShape(imageChannels, imageSize, imageSize);
    }
}
