package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.UNetConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The raw network {@code F} of Karras et al. 2022, eq. 7: a U-Net over space-to-depth patches with adaptive group
 * normalisation, attention on the coarse grids, and a zero-initialised output.
 *
 * <p>Inputs, in order: {@code c_in * x} {@code [batch, c, size, size]}; {@code c_noise} {@code [batch, 1]}; one-hot class
 * {@code [batch, classes]}; sentence {@code [batch, text]}; augmentation label {@code [batch, augment]}; all float32,
 * zeros where a condition is dropped. Output: {@code [batch, c, size, size]}.
 */
public final class UNet extends Layer {
    private final UNetConfig config;
    private final ConditionEmbedding embedding;
    private final Convolution in;
    private final List<List<Stage>> down = new ArrayList<>();
    private final ResidualBlock middle1;
    private final SelfAttention middleAttention;
    private final ResidualBlock middle2;
    private final List<List<Stage>> up = new ArrayList<>();
    private final GroupNorm outNorm;
    private final Convolution out;

    public UNet(UNetConfig config) {
        this.config = config;
        int patched = config.imageChannels() * config.patch() * config.patch();
        int e = config.embeddingChannels();
        int levels = config.channels().size();
        embedding = child("embedding", new ConditionEmbedding("embedding", config));
        int c = config.channels().get(0);
        in = child("in", new Convolution("in", patched, c, 3, WeightSlot.Start.FAN_IN));
        Deque<Integer> skips = new ArrayDeque<>();
        for (int level = 0; level < levels; level++) {
            int width = config.channels().get(level);
            List<Stage> stages = new ArrayList<>();
            for (int b = 0; b < config.blocks().get(level); b++) {
                stages.add(child("down" + level + b, stage("down." + level + "." + b, level, c, width)));
                c = width;
                skips.push(c);
            }
            down.add(stages);
        }
        middle1 = child("middle1", new ResidualBlock("middle.1", c, c, e));
        middleAttention = child("middleAttention", new SelfAttention("middle.attention", c, config.heads(c)));
        middle2 = child("middle2", new ResidualBlock("middle.2", c, c, e));
        for (int level = levels - 1; level >= 0; level--) {
            int width = config.channels().get(level);
            List<Stage> stages = new ArrayList<>();
            for (int b = 0; b < config.blocks().get(level); b++) {
                stages.add(child("up" + level + b, stage("up." + level + "." + b, level, c + skips.pop(), width)));
                c = width;
            }
            up.add(stages);
        }
        outNorm = child("outNorm", new GroupNorm("out.norm", c));
        out = child("out", new Convolution("out.conv", c, patched, 3, WeightSlot.Start.ZERO));
    }

    private Stage stage(String name, int level, int inChannels, int outChannels) {
        return new Stage(name, inChannels, outChannels, config, config.attends(level));
    }

    public UNetConfig config() {
        return config;
    }

    @Override
    NDArray run(NDList inputs) {
        NDArray e = embedding.apply(inputs.get(1), inputs.get(2), inputs.get(3), inputs.get(4));
        NDArray h = in.apply(spaceToDepth(inputs.get(0)));
        Deque<NDArray> skips = new ArrayDeque<>();
        for (int level = 0; level < down.size(); level++) {
            if (level > 0) {
                h = h.getNDArrayInternal().avgPool(new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, true);
            }
            for (Stage stage : down.get(level)) {
                h = stage.apply(h, e);
                skips.push(h);
            }
        }
        h = middle2.apply(middleAttention.apply(middle1.apply(h, e)), e);
        for (int level = 0; level < up.size(); level++) {
            if (level > 0) {
                long[] size = {h.getShape().get(2) * 2, h.getShape().get(3) * 2};
                h = h.getNDArrayInternal().interpolation(size, 0, false);
            }
            for (Stage stage : up.get(level)) {
                h = stage.apply(h.concat(skips.pop(), 1), e);
            }
        }
        return depthToSpace(out.apply(Activation.gelu(outNorm.apply(h))));
    }

    /** {@code [b, c, s, s]} to {@code [b, c * p * p, s / p, s / p]}. */
    private NDArray spaceToDepth(NDArray x) {
        int p = config.patch();
        int g = config.imageSize() / p;
        return x.reshape(-1, config.imageChannels(), g, p, g, p)
                .transpose(0, 1, 3, 5, 2, 4)
                .reshape(-1, (long) config.imageChannels() * p * p, g, g);
    }

    private NDArray depthToSpace(NDArray x) {
        int p = config.patch();
        int g = config.imageSize() / p;
        return x.reshape(-1, config.imageChannels(), p, p, g, g)
                .transpose(0, 1, 4, 2, 5, 3)
                .reshape(-1, config.imageChannels(), config.imageSize(), config.imageSize());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }

    /** A residual block, followed by attention where the grid is coarse enough. */
    private static final class Stage extends Layer {
        private final ResidualBlock block;
        private final @org.jspecify.annotations.Nullable SelfAttention attention;

        Stage(String name, int in, int out, UNetConfig config, boolean attends) {
            block = child("block", new ResidualBlock(name, in, out, config.embeddingChannels()));
            attention =
                    attends ? child("attention", new SelfAttention(name + ".attention", out, config.heads(out))) : null;
        }

        NDArray apply(NDArray x, NDArray e) {
            NDArray h = block.apply(x, e);
            return attention == null ? h : attention.apply(h);
        }

        @Override
        NDArray run(NDList inputs) {
            return apply(inputs.get(0), inputs.get(1));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return block.getOutputShapes(inputs);
        }
    }
}
