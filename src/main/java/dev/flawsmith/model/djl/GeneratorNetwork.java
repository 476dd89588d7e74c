package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.ImageGenerator;
import dev.flawsmith.model.ImageShape;
import java.util.Arrays;
import java.util.List;

/** A {@link Generator} whose weights are views of one flat vector on a device. */
public final class GeneratorNetwork extends FlatNetwork implements ImageGenerator {
    private final Generator net;
    private final Device device;

    private GeneratorNetwork(Generator net, FlatWeights weights, Device device) {
        super(weights);
        this.net = net;
        this.device = device;
    }

    /**
     * Builds the network on a device.
     *
     * @param weights every weight in the order of {@link #tensors}
     * @param trainable whether gradients are collected
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public static GeneratorNetwork create(GeneratorConfig config, float[] weights, Device device, boolean trainable) {
        Generator net = new Generator(config);
        return new GeneratorNetwork(net, FlatWeights.bind(net, weights, device, trainable), device);
    }

    /** Every tensor of a network of this shape, in the order of the flat vector. */
    public static List<DjlNetwork.TensorSpec> tensors(GeneratorConfig config) {
        return FlatWeights.tensors(new Generator(config));
    }

    public GeneratorConfig config() {
        return net.config();
    }

    /** Runs the network; inputs as {@link Generator} says. The output attaches to the first input's manager. */
    public NDArray forward(NDArray z, NDArray label) {
        return net.forward(new ParameterStore(manager(), false), new NDList(z, label), false)
                .singletonOrThrow();
    }

    @Override
    public int latentSize() {
        return config().latent();
    }

    @Override
    public ImageShape shape() {
        return config().shape();
    }

    @Override
    public float[][] generate(float[][] z, List<Condition> conditions) {
        int n = z.length;
        int latent = config().latent();
        int classes = config().classes();
        float[] values = new float[n * latent];
        float[] labels = new float[n * classes];
        for (int i = 0; i < n; i++) {
            System.arraycopy(z[i], 0, values, i * latent, latent);
            labels[i * classes + conditions.get(i).classIndex()] = 1;
        }
        try (NDManager scope = manager().newSubManager()) {
            float[] flat = forward(
                            AlignedArrays.create(scope, values, new Shape(n, latent)),
                            AlignedArrays.create(scope, labels, new Shape(n, classes)))
                    .toFloatArray();
            int size = shape().size();
            float[][] images = new float[n][];
            for (int i = 0; i < n; i++) {
                images[i] = Arrays.copyOfRange(flat, i * size, (i + 1) * size);
            }
            return images;
        }
    }

    @Override
    public String engine() {
        return DjlDevice.engine(device);
    }
}
