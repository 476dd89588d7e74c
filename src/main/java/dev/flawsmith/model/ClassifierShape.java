package dev.flawsmith.model;

import java.util.List;

/**
 * The shape of a small convolutional classifier, for every engine that builds it.
 *
 * @param imageChannels 1 (grey) or 3 (RGB)
 * @param imageSize height and width of an image, pixels
 * @param patch side of the space-to-depth patches
 * @param channels channels of each stage, finest first; each but the last halves the grid after it
 * @param classes at least 2
 */
public record ClassifierShape(int imageChannels, int imageSize, int patch, List<Integer> channels, int classes) {
    /** Channels of the stages of {@link #small}. */
    private static final List<Integer> SMALL = List.of(32, 64, 96, 128);

    public ClassifierShape {
        channels = List.copyOf(channels);
        if (imageChannels != 1 && imageChannels != 3) {
            throw new IllegalArgumentException("expected 1 or 3 image channels, found " + imageChannels);
        }
        if (classes < 2) {
            throw new IllegalArgumentException("expected at least 2 classes, found " + classes);
        }
        if (channels.isEmpty() || channels.stream().anyMatch(c -> c < 4 || c % 4 != 0)) {
            throw new IllegalArgumentException("expected stages of channels divisible by 4, found " + channels);
        }
        if (patch < 1) {
            throw new IllegalArgumentException("expected a patch of at least 1, found " + patch);
        }
        int divisor = patch << (channels.size() - 1);
        if (imageSize < divisor || imageSize % divisor != 0) {
            throw new IllegalArgumentException(
                    "expected an image size divisible by " + divisor + ", found " + imageSize);
        }
    }

    /** The classifier for grey images of 64×64: 0.19 million weights, 0.02 GFLOP an image. */
    public static ClassifierShape small(int imageSize, int classes) {
        return new ClassifierShape(1, imageSize, 2, SMALL, classes);
    }

    /** Channels of the last stage. */
    public int lastChannels() {
        return channels.get(channels.size() - 1);
    }

    /** The shape of one image. */
    public ImageShape image() {
        return new ImageShape(imageChannels, imageSize, imageSize);
    }
}
