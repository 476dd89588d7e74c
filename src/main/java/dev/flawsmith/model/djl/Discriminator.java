package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.GeneratorConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A projection discriminator (Miyato and Koyama 2018, eq. 5): {@code D(x, y) = w phi(x) + (V y) phi(x)}, where {@code phi} are
 * {@link DiscriminatorBlock}s from the image to a 4×4 grid, the generator's widths turned round, and its sum over the grid.
 *
 * <p>Inputs, in order: image {@code [batch, c, size, size]}; one-hot class {@code [batch, classes]}. Output: {@code [batch, 1]}.
 */
final class Discriminator extends Layer {
    private final List<DiscriminatorBlock> blocks = new ArrayList<>();
    private final SpectralDense linear;
    private final SpectralDense projection;

    Discriminator(GeneratorConfig config) {
        List<Integer> widths = new ArrayList<>(config.channels());
        Collections.reverse(widths);
        int in = config.imageChannels();
        for (int b = 0; b < config.blocks(); b++) {
            int out = widths.get(b);
            blocks.add(child("block" + b, new DiscriminatorBlock("block." + b, in, out, b == 0)));
            in = out;
        }
        linear = child("linear", new SpectralDense("linear", in, 1));
        projection = child("projection", new SpectralDense("projection", config.classes(), in));
    }

    /** Every layer whose norm has a state, in the order of that state. */
    List<SpectralLayer> spectral() {
        List<SpectralLayer> layers = new ArrayList<>();
        blocks.forEach(block -> layers.addAll(block.spectral()));
        layers.add(linear);
        layers.add(projection);
        return layers;
    }

    /** How real images of a class look, {@code [batch, 1]}, not bounded. */
    NDArray apply(NDArray x, NDArray label) {
        NDArray h = x;
        for (DiscriminatorBlock block : blocks) {
            h = block.apply(h);
        }
        NDArray phi = DiscriminatorBlock.activated(h).sum(new int[] {2, 3});
        return linear.apply(phi).add(phi.mul(projection.apply(label)).sum(new int[] {1}, true));
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.get(0), inputs.get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), 1)};
    }
}
