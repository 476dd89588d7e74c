package dev.flawsmith.model.djl;

import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.UNetConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The multiplications and additions of one evaluation of a {@link UNet}, counted from its shape. A multiplication with an
 * addition counts as two. Normalisation, activation, softmax, bias, pooling and residual sums are left out: they
 * are memory traffic, under a hundredth of the count.
 *
 * @param convolutions every convolution in the order of the network, those of attention included
 * @param denseFlops of the embedding's fully connected layers, for one image
 * @param attentionFlops of attention's two matrix products, for one image
 */
public record UNetWork(List<ConvolutionShape> convolutions, long denseFlops, long attentionFlops) {
    public UNetWork {
        convolutions = List.copyOf(convolutions);
    }

    /** The work of a network of this shape. */
    public static UNetWork of(UNetConfig config) {
        return new Count(config).work();
    }

    /** All of it, for one image. */
    public long flops() {
        return convolutions.stream().mapToLong(ConvolutionShape::flops).sum() + denseFlops + attentionFlops;
    }

    /** Walks through the network as its constructor does. */
    private static final class Count {
        private final UNetConfig config;
        private final List<ConvolutionShape> convolutions = new ArrayList<>();
        private long dense;
        private long attention;

        Count(UNetConfig config) {
            this.config = config;
        }

        UNetWork work() {
            int e = config.embeddingChannels();
            for (int in : new int[] {e, config.classes(), config.textDimension(), config.augmentDimension(), e}) {
                dense(in, e);
            }
            int patched = config.imageChannels() * config.patch() * config.patch();
            int levels = config.channels().size();
            int c = config.channels().get(0);
            convolution(patched, c, 3, 0);
            Deque<Integer> skips = new ArrayDeque<>();
            for (int level = 0; level < levels; level++) {
                for (int b = 0; b < config.blocks().get(level); b++) {
                    c = stage(c, config.channels().get(level), level);
                    skips.push(c);
                }
            }
            block(c, c, levels - 1);
            attention(c, levels - 1);
            block(c, c, levels - 1);
            for (int level = levels - 1; level >= 0; level--) {
                for (int b = 0; b < config.blocks().get(level); b++) {
                    c = stage(c + skips.pop(), config.channels().get(level), level);
                }
            }
            convolution(c, patched, 3, 0);
            return new UNetWork(convolutions, dense, attention);
        }

        private int stage(int in, int out, int level) {
            block(in, out, level);
            if (size(level) <= config.attentionSize()) {
                attention(out, level);
            }
            return out;
        }

        private void block(int in, int out, int level) {
            convolution(in, out, 3, level);
            dense(config.embeddingChannels(), 2 * out);
            convolution(out, out, 3, level);
            if (in != out) {
                convolution(in, out, 1, level);
            }
        }

        /** Query, key and value; {@code q kᵀ} and the weighted sum of values, over all heads; projection. */
        private void attention(int c, int level) {
            long tokens = (long) size(level) * size(level);
            convolution(c, 3 * c, 1, level);
            attention += 2 * (2 * tokens * tokens * c);
            convolution(c, c, 1, level);
        }

        private void convolution(int in, int out, int kernel, int level) {
            convolutions.add(new ConvolutionShape(in, out, kernel, size(level)));
        }

        private void dense(int in, int out) {
            dense += 2L * in * out;
        }

        private int size(int level) {
            return (config.imageSize() / config.patch()) >> level;
        }
    }
}
