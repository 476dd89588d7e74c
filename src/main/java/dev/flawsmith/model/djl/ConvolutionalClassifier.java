package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.ClassifierShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of {@link ClassifierShape}: space-to-depth; stages of a 3×3 convolution, group normalisation and ReLU, the grid halved by
 * maxima between them; the mean over what is left of the grid; one linear layer.
 *
 * <p>Input {@code [batch, channels, size, size]} in [0, 1]; output logits, {@code [batch, classes]}.
 */
final class ConvolutionalClassifier extends Layer {
    private static final Shape HALF = new Shape(2, 2);
    private static final Shape NO_PADDING = new Shape(0, 0);

    private final ClassifierShape shape;
    private final List<Convolution> convolutions = new ArrayList<>();
    private final List<GroupNorm> norms = new ArrayList<>();
    private final Dense out;

    ConvolutionalClassifier(ClassifierShape shape) {
        this.shape = shape;
        int c = shape.imageChannels() * shape.patch() * shape.patch();
        for (int s = 0; s < shape.channels().size(); s++) {
            int width = shape.channels().get(s);
            String name = "stage." + s;
            convolutions.add(child("conv" + s, new Convolution(name + ".conv", c, width, 3, WeightSlot.Start.FAN_IN)));
            norms.add(child("norm" + s, new GroupNorm(name + ".norm", width)));
            c = width;
        }
        out = child("out", new Dense("out", c, shape.classes(), WeightSlot.Start.FAN_IN));
    }

    NDArray apply(NDArray x) {
        NDArray h = SpaceToDepth.apply(x.sub(0.5), shape.patch());
        for (int s = 0; s < convolutions.size(); s++) {
            if (s > 0) {
                h = h.getNDArrayInternal().maxPool(HALF, HALF, NO_PADDING, false);
            }
            h = Activation.relu(norms.get(s).apply(convolutions.get(s).apply(h)));
        }
        return out.apply(
                h.reshape(h.getShape().get(0), shape.lastChannels(), -1).mean(new int[] {2}));
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.singletonOrThrow());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), shape.classes())};
    }
}
