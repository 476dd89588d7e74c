package dev.flawsmith.model;

import java.util.List;

/**
 * The shape of a U-Net, for every engine that builds it.
 *
 * @param imageChannels 1 (grey), 3 (RGB), or those of a latent
 * @param imageSize height and width of an image or latent
 * @param patch side of the space-to-depth patches: 2 makes a 64×64 image cost 32×32
 * @param channels channels of each level, finest first
 * @param blocks residual blocks of each level, on the way down and on the way up
 * @param attentionSize the grid size at and below which blocks are followed by attention
 * @param headChannels channels of one attention head
 * @param embeddingChannels width of the condition embedding
 * @param classes number of classes
 * @param textDimension length of a sentence embedding
 * @param augmentDimension length of the augmentation label; all zero when sampling
 */
public record UNetConfig(
        int imageChannels,
        int imageSize,
        int patch,
        List<Integer> channels,
        List<Integer> blocks,
        int attentionSize,
        int headChannels,
        int embeddingChannels,
        int classes,
        int textDimension,
        int augmentDimension) {
    public UNetConfig {
        channels = List.copyOf(channels);
        blocks = List.copyOf(blocks);
        if (channels.isEmpty() || channels.size() != blocks.size()) {
            throw new IllegalArgumentException("expected one block count for each of the levels, found "
                    + channels.size() + " channel counts and " + blocks.size() + " block counts");
        }
        int divisor = patch << (channels.size() - 1);
        if (imageSize % divisor != 0) {
            throw new IllegalArgumentException(
                    "expected an image size divisible by " + divisor + ", found " + imageSize);
        }
        if (channels.stream().anyMatch(c -> c < 4 || c % 4 != 0)) {
            throw new IllegalArgumentException("expected channels divisible by 4, found " + channels);
        }
        if (blocks.stream().anyMatch(b -> b < 1) || classes < 1 || patch < 1 || embeddingChannels < 2) {
            throw new IllegalArgumentException("expected at least one block a level, one class, a patch of 1 and 2"
                    + " embedding channels, found " + blocks + ", " + classes + ", " + patch + ", "
                    + embeddingChannels);
        }
    }

    /** The network of the bundled 64×64 models: about 1.2 GFLOP and 6 million weights an evaluation. */
    public static UNetConfig standard(int imageChannels, int imageSize, int classes, int textDimension) {
        return new UNetConfig(
                imageChannels,
                imageSize,
                2,
                List.of(48, 96, 160),
                List.of(1, 2, 2),
                8,
                64,
                192,
                classes,
                textDimension,
                2);
    }

    /**
     * A third of {@link #standard}'s work, for models of a few dozen photos: it leaves room in the augmentation label for
     * more than flips.
     */
    public static UNetConfig small(int imageChannels, int imageSize, int classes, int textDimension) {
        return new UNetConfig(
                imageChannels,
                imageSize,
                2,
                List.of(32, 64, 96),
                List.of(1, 2, 2),
                8,
                32,
                128,
                classes,
                textDimension,
                7);
    }

    /**
     * The same network over latents of that shape: no patches of its own, for a latent is made of them.
     *
     * @throws IllegalArgumentException if its grids are another's
     */
    public UNetConfig ofLatents(ImageShape latent) {
        return new UNetConfig(
                latent.channels(),
                latent.height(),
                1,
                channels,
                blocks,
                attentionSize,
                headChannels,
                embeddingChannels,
                classes,
                textDimension,
                augmentDimension);
    }

    /** The network behind the patches, which has the same weights. */
    public UNetConfig behindPatches() {
        return ofLatents(new ImageShape(imageChannels * patch * patch, imageSize / patch, imageSize / patch));
    }

    /** The same for so many classes. */
    public UNetConfig withClasses(int number) {
        return new UNetConfig(
                imageChannels,
                imageSize,
                patch,
                channels,
                blocks,
                attentionSize,
                headChannels,
                embeddingChannels,
                number,
                textDimension,
                augmentDimension);
    }

    /** Grid side of a level, finest first. */
    public int gridSize(int level) {
        return (imageSize / patch) >> level;
    }

    /** Whether the blocks of a level are followed by attention. */
    public boolean attends(int level) {
        return gridSize(level) <= attentionSize;
    }

    /** Attention heads over {@code channels} channels. */
    public int heads(int channels) {
        return Math.max(1, channels / headChannels);
    }

    /** Groups of a group normalisation: the largest divisor of {@code channels} up to 32 that leaves at least four a group. */
    public static int groups(int channels) {
        for (int g = Math.min(32, channels / 4); g > 1; g--) {
            if (channels % g == 0) {
                return g;
            }
        }
        return 1;
    }
}
