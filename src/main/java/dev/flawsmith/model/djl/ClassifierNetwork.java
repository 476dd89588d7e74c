package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.ClassifierShape;
import java.util.List;

/**
 * A classifier of {@link ClassifierShape} on a device, its weights one flat vector. Ends, with everything under its
 * manager, with {@link #close()}. One thread at a time while training; any number for {@link #probabilities} otherwise.
 */
public final class ClassifierNetwork implements AutoCloseable {
    private final ClassifierShape shape;
    private final ConvolutionalClassifier net;
    private final FlatWeights weights;

    private ClassifierNetwork(ClassifierShape shape, ConvolutionalClassifier net, FlatWeights weights) {
        this.shape = shape;
        this.net = net;
        this.weights = weights;
    }

    /**
     * Builds the network on a device.
     *
     * @param weights every weight in the order of {@link #tensors(ClassifierShape)}
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @param trainable whether gradients are collected
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public static ClassifierNetwork create(ClassifierShape shape, float[] weights, String device, boolean trainable) {
        ConvolutionalClassifier net = new ConvolutionalClassifier(shape);
        return new ClassifierNetwork(shape, net, FlatWeights.bind(net, weights, DjlDevice.parse(device), trainable));
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<DjlNetwork.TensorSpec> tensors(ClassifierShape shape) {
        return FlatWeights.tensors(new ConvolutionalClassifier(shape));
    }

    public ClassifierShape shape() {
        return shape;
    }

    /** The device's manager; make sub-managers of it. */
    public NDManager manager() {
        return weights.manager();
    }

    /** The weights; change them in place between steps only. */
    public NDArray weights() {
        return weights.vector();
    }

    /**
     * Runs the network.
     *
     * @param images {@code [batch, channels, size, size]} in [0, 1]
     * @return logits, {@code [batch, classes]}, attached to the manager of the images
     */
    public NDArray forward(NDArray images) {
        return net.apply(images);
    }

    /** Probabilities of images, outside of any gradient: {@code [batch][classes]}. */
    public float[][] probabilities(float[] images, int batch) {
        int size = shape.imageSize();
        try (NDManager scope = manager().newSubManager()) {
            NDArray x = AlignedArrays.create(scope, images, new Shape(batch, shape.imageChannels(), size, size));
            float[] flat = forward(x).softmax(1).toFloatArray();
            float[][] rows = new float[batch][shape.classes()];
            for (int i = 0; i < batch; i++) {
                System.arraycopy(flat, i * shape.classes(), rows[i], 0, shape.classes());
            }
            return rows;
        }
    }

    /** The gradient as one flat vector, attached to {@code scope}; resets the tensors' own gradients to zero. */
    public NDArray takeGradient(NDManager scope) {
        return weights.takeGradient(scope);
    }

    @Override
    public void close() {
        weights.close();
    }
}
