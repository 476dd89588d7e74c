package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.VaeConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoding half of {@link VaeConfig}: patches, residual blocks, the grid halved by averages, and a zero-initialised
 * convolution to what is added to the shortcut and to the logarithm of the posterior's deviation. The shortcut, averages as
 * patches, has no weights (space-to-channel, Chen et al., "Deep Compression Autoencoder", ICLR 2025, section 3.2).
 *
 * <p>Convolutions and norms only: any size divisible by the factor. Input {@code [batch, channels, s, s]}, output
 * {@code [batch, 2 * latent, s / f, s / f]}: mean, then log deviation.
 */
final class VaeEncoderLayers extends Layer {
    private final VaeConfig config;
    private final Convolution in;
    private final List<List<PlainBlock>> grids = new ArrayList<>();
    private final GroupNorm outNorm;
    private final Convolution out;

    VaeEncoderLayers(VaeConfig config) {
        this.config = config;
        int c = config.channels().get(0);
        in = child("in", new Convolution("encoder.in", config.latentChannels(), c, 3, WeightSlot.Start.FAN_IN));
        for (int g = 0; g < config.channels().size(); g++) {
            List<PlainBlock> blocks = new ArrayList<>();
            for (int b = 0; b < config.encoderBlocks(); b++) {
                int width = config.channels().get(g);
                blocks.add(child("block" + g + b, new PlainBlock("encoder." + g + "." + b, c, width)));
                c = width;
            }
            grids.add(blocks);
        }
        outNorm = child("outNorm", new GroupNorm("encoder.out.norm", c));
        out = child(
                "out", new Convolution("encoder.out.conv", c, 2 * config.latentChannels(), 3, WeightSlot.Start.ZERO));
    }

    NDArray apply(NDArray x) {
        NDArray h = in.apply(SpaceToDepth.apply(x, VaeConfig.PATCH));
        for (int g = 0; g < grids.size(); g++) {
            h = g == 0 ? h : Grids.averaged(h, 2);
            for (PlainBlock block : grids.get(g)) {
                h = block.apply(h);
            }
        }
        NDList halves = out.apply(Activation.gelu(outNorm.apply(h))).split(2, 1);
        NDArray shortcut = SpaceToDepth.apply(Grids.averaged(x, config.factor() / VaeConfig.PATCH), VaeConfig.PATCH);
        return halves.get(0).add(shortcut).concat(halves.get(1), 1);
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        Shape s = shapes[0];
        int f = config.factor();
        return new Shape[] {new Shape(s.get(0), 2L * config.latentChannels(), s.get(2) / f, s.get(3) / f)};
    }
}
