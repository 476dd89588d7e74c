package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.GeneratorConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A class-conditional generator: {@code z} and class become a 4×4 grid, which {@link GeneratorBlock}s double up to the image, told
 * {@code z} and class at every norm.
 *
 * <p>Inputs, in order: {@code z} {@code [batch, latent]}; one-hot class {@code [batch, classes]}; float32. Output:
 * {@code [batch, c, size, size]} in the values that the photos were brought to, not bounded.
 */
final class Generator extends Layer {
    private final GeneratorConfig config;
    private final Dense style;
    private final Dense base;
    private final List<GeneratorBlock> blocks = new ArrayList<>();
    private final GroupNorm outNorm;
    private final Convolution out;

    Generator(GeneratorConfig config) {
        this.config = config;
        int told = config.latent() + config.classes();
        List<Integer> channels = config.channels();
        style = child("style", new Dense("style", told, config.embeddingChannels(), WeightSlot.Start.FAN_IN));
        int grid = channels.get(0) * GeneratorConfig.BASE * GeneratorConfig.BASE;
        base = child("base", new Dense("base", told, grid, WeightSlot.Start.FAN_IN));
        for (int b = 0; b < config.blocks(); b++) {
            GeneratorBlock block =
                    new GeneratorBlock("block." + b, channels.get(b), channels.get(b + 1), config.embeddingChannels());
            blocks.add(child("block" + b, block));
        }
        int last = channels.get(config.blocks());
        outNorm = child("outNorm", new GroupNorm("out.norm", last));
        out = child("out", new Convolution("out.conv", last, config.imageChannels(), 3, WeightSlot.Start.FAN_IN));
    }

    GeneratorConfig config() {
        return config;
    }

    /**
     * Draws.
     *
     * @param z {@code [batch, latent]}
     * @param label one-hot, {@code [batch, classes]}
     */
    NDArray apply(NDArray z, NDArray label) {
        NDArray told = z.concat(scaled(label, Math.sqrt(config.classes())), 1);
        NDArray e = Activation.gelu(style.apply(told));
        NDArray h = base.apply(told).reshape(-1, config.channels().get(0), GeneratorConfig.BASE, GeneratorConfig.BASE);
        for (GeneratorBlock block : blocks) {
            h = block.apply(h, e);
        }
        return out.apply(Activation.gelu(outNorm.apply(h)));
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.get(0), inputs.get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), config.imageChannels(), config.imageSize(), config.imageSize())};
    }
}
