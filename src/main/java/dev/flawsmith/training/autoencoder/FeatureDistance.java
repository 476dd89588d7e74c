package dev.flawsmith.training.autoencoder;

import ai.djl.ndarray.NDArray;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.djl.EncoderNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import java.util.List;

/**
 * How far apart two images are to a network that has learnt to see: the squared distance of its activations, each brought to
 * length 1 over the channels, averaged over places and summed over layers (LPIPS, Zhang et al. 2018, eq. 1, with weights
 * of one). The network is an encoder of this project that has seen no photo; its own weights are left as they are.
 *
 * <p>The encoder normalises every image's brightness and contrast, so this is about structure, and the images may be in the
 * autoencoder's model space. Those of three channels are averaged to grey.
 */
final class FeatureDistance implements AutoCloseable {
    /** Added to squared lengths; activations of flat places are near 0. */
    private static final double EPSILON = 1e-4;

    /** The smallest image's side: patches, halved for every block. */
    static final int SMALLEST =
            EncoderConfig.SURFACE.patch() << EncoderConfig.SURFACE.channels().size();

    private final EncoderNetwork network;

    /**
     * @param weights of {@link EncoderConfig#SURFACE}'s network, by name
     * @throws IllegalArgumentException if they are another network's
     */
    FeatureDistance(Safetensors.Contents weights, String device) {
        EncoderConfig config = EncoderConfig.SURFACE;
        float[] flat = NamedTensors.flat(EncoderNetwork.tensors(config), weights);
        network = EncoderNetwork.create(config, flat, device, false);
    }

    /**
     * The distance, a scalar to differentiate.
     *
     * @param images {@code [batch, channels, s, s]}
     * @param others of the same shape; no gradient is wanted for them
     */
    NDArray between(NDArray images, NDArray others) {
        List<NDArray> a = network.activations(grey(images));
        List<NDArray> b = network.activations(grey(others));
        NDArray sum = null;
        for (int layer = 0; layer < a.size(); layer++) {
            NDArray difference = unit(a.get(layer)).sub(unit(b.get(layer)));
            NDArray distance = difference.square().sum(new int[] {1}).mean();
            sum = sum == null ? distance : sum.add(distance);
        }
        return java.util.Objects.requireNonNull(sum);
    }

    private static NDArray grey(NDArray images) {
        return images.getShape().get(1) == 1 ? images : images.mean(new int[] {1}, true);
    }

    private static NDArray unit(NDArray activations) {
        NDArray length =
                activations.square().sum(new int[] {1}, true).add(EPSILON).sqrt();
        return activations.div(length);
    }

    @Override
    public void close() {
        network.close();
    }
}
