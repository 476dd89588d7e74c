package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.GeneratorConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a variational autoencoder recognises an image's {@code z} by (Kingma and Welling 2014; told the class, Sohn et al. 2015):
 * patches of two, residual blocks, the grid halved by averages before each, the generator's widths turned round, and one linear
 * layer over the 4×4 grid and the class.
 *
 * <p>Inputs, in order: image {@code [batch, c, size, size]}; one-hot class {@code [batch, classes]}. Output
 * {@code [batch, 2 * latent]}: mean, then log deviation.
 */
final class Recognition extends Layer {
    private static final int PATCH = 2;

    private final GeneratorConfig config;
    private final Convolution stem;
    private final List<PlainBlock> blocks = new ArrayList<>();
    private final GroupNorm outNorm;
    private final Dense out;

    Recognition(GeneratorConfig config) {
        this.config = config;
        List<Integer> widths = new ArrayList<>(config.channels());
        Collections.reverse(widths);
        int patched = config.imageChannels() * PATCH * PATCH;
        int c = widths.get(1);
        stem = child("stem", new Convolution("recognition.stem", patched, c, 3, WeightSlot.Start.FAN_IN));
        for (int b = 2; b < widths.size(); b++) {
            blocks.add(child("block" + b, new PlainBlock("recognition.block." + (b - 2), c, widths.get(b))));
            c = widths.get(b);
        }
        outNorm = child("outNorm", new GroupNorm("recognition.out.norm", c));
        int grid = c * GeneratorConfig.BASE * GeneratorConfig.BASE;
        out = child(
                "out",
                new Dense("recognition.out", grid + config.classes(), 2 * config.latent(), WeightSlot.Start.FAN_IN));
    }

    NDArray apply(NDArray image, NDArray label) {
        NDArray h = stem.apply(SpaceToDepth.apply(image, PATCH));
        for (PlainBlock block : blocks) {
            h = block.apply(Grids.averaged(h, 2));
        }
        NDArray seen = Activation.gelu(outNorm.apply(h)).reshape(h.getShape().get(0), -1);
        return out.apply(seen.concat(scaled(label, Math.sqrt(config.classes())), 1));
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.get(0), inputs.get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), 2L * config.latent())};
    }
}
