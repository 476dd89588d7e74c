package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.EncoderConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of {@link EncoderConfig}: each image brought to mean 0 and deviation 1, so that brightness and contrast drop
 * out; space-to-depth; a 3×3 convolution; residual blocks, the grid halved by averages before each; and one linear layer
 * over what is left of the grid, which keeps where things are, scaled to unit length.
 *
 * <p>Input {@code [batch, channels, size, size]}, any range; output {@code [batch, dimension]}, L2 norm 1.
 */
final class ConvolutionalEncoder extends Layer {
    /** Added to a feature's squared length: nothing to one that was learnt, and no division by zero. */
    static final double EPSILON = 1e-12;

    private final EncoderConfig config;
    private final GroupNorm imageNorm;
    private final Convolution stem;
    private final List<PlainBlock> blocks = new ArrayList<>();
    private final GroupNorm outNorm;
    private final Dense out;

    ConvolutionalEncoder(EncoderConfig config) {
        this.config = config;
        imageNorm = child("imageNorm", new GroupNorm("image.norm", config.imageChannels()));
        int patched = config.imageChannels() * config.patch() * config.patch();
        stem = child("stem", new Convolution("stem", patched, config.stem(), 3, WeightSlot.Start.FAN_IN));
        int c = config.stem();
        for (int b = 0; b < config.channels().size(); b++) {
            int width = config.channels().get(b);
            blocks.add(child("block" + b, new PlainBlock("block." + b, c, width)));
            c = width;
        }
        outNorm = child("outNorm", new GroupNorm("out.norm", c));
        out = child("out", new Dense("out", config.flattened(), config.dimension(), WeightSlot.Start.FAN_IN));
    }

    NDArray apply(NDArray x) {
        NDArray h = stem.apply(SpaceToDepth.apply(imageNorm.apply(x), config.patch()));
        for (PlainBlock block : blocks) {
            h = h.getNDArrayInternal().avgPool(new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, true);
            h = block.apply(h);
        }
        NDArray feature =
                out.apply(Activation.gelu(outNorm.apply(h)).reshape(h.getShape().get(0), config.flattened()));
        NDArray squared = feature.square().sum(new int[] {1}, true).add(EPSILON);
        return feature.div(squared.sqrt());
    }

    /** What the stem and each block make of images of any size: {@code [batch, c, g, g]}, finest first. */
    List<NDArray> activations(NDArray x) {
        NDArray h = stem.apply(SpaceToDepth.apply(imageNorm.apply(x), config.patch()));
        List<NDArray> activations = new ArrayList<>(List.of(h));
        for (PlainBlock block : blocks) {
            h = block.apply(Grids.averaged(h, 2));
            activations.add(h);
        }
        return activations;
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), config.dimension())};
    }
}
