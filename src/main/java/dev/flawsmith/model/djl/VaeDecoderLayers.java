package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.VaeConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoding half of {@link VaeConfig}: residual blocks, the grid doubled between them, and a zero-initialised convolution
 * to the patches of what is added to the shortcut, the latent's own patches enlarged.
 *
 * <p>Input {@code [batch, latent, s / f, s / f]}, output {@code [batch, channels, s, s]}.
 */
final class VaeDecoderLayers extends Layer {
    private final VaeConfig config;
    private final Convolution in;
    private final List<List<PlainBlock>> grids = new ArrayList<>();
    private final GroupNorm outNorm;
    private final Convolution out;

    VaeDecoderLayers(VaeConfig config) {
        this.config = config;
        int c = config.channels().get(config.channels().size() - 1);
        in = child("in", new Convolution("decoder.in", config.latentChannels(), c, 3, WeightSlot.Start.FAN_IN));
        for (int g = config.channels().size() - 1; g >= 0; g--) {
            List<PlainBlock> blocks = new ArrayList<>();
            for (int b = 0; b < config.decoderBlocks(); b++) {
                int width = config.channels().get(g);
                blocks.add(child("block" + g + b, new PlainBlock("decoder." + g + "." + b, c, width)));
                c = width;
            }
            grids.add(blocks);
        }
        outNorm = child("outNorm", new GroupNorm("decoder.out.norm", c));
        out = child("out", new Convolution("decoder.out.conv", c, config.latentChannels(), 3, WeightSlot.Start.ZERO));
    }

    NDArray apply(NDArray z) {
        NDArray h = in.apply(z);
        for (int g = 0; g < grids.size(); g++) {
            h = g == 0 ? h : Grids.repeated(h, 2);
            for (PlainBlock block : grids.get(g)) {
                h = block.apply(h);
            }
        }
        NDArray added = DepthToSpace.apply(out.apply(Activation.gelu(outNorm.apply(h))), VaeConfig.PATCH);
        NDArray shortcut = Grids.repeated(DepthToSpace.apply(z, VaeConfig.PATCH), config.factor() / VaeConfig.PATCH);
        return added.add(shortcut);
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        Shape s = shapes[0];
        int f = config.factor();
        return new Shape[] {new Shape(s.get(0), config.imageChannels(), s.get(2) * f, s.get(3) * f)};
    }
}
