package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.ClassifierShape;
import java.util.List;

/**
 * A classifier of {@link ClassifierShape} on a device, its weights one flat vector. Ends, with everything under its
 * manager, with {@link #close()}. One thread at a time while training; any number for {@link #probabilities} otherwise.
 */
public final class ClassifierNetwork extends FlatNetwork {
    private final ClassifierShape shape;
    private final ConvolutionalClassifier net;

    private ClassifierNetwork(ClassifierShape shape, ConvolutionalClassifier net, FlatWeights weights) {
        super(weights);
        this.shape = shape;
        this.net = net;
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
        return rows(
                images,
                new Shape(batch, shape.imageChannels(), size, size),
                x -> forward(x).softmax(1));
    }
}
