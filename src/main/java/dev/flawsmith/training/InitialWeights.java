package dev.flawsmith.training;

import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import dev.flawsmith.sampling.Noise;
import java.util.List;

/** The random weights that a network starts from: a pure function of its tensors and a seed. */
public final class InitialWeights {
    /** The stream of noise that they come from; batches use stream 0. */
    private static final int STREAM = 1;

    private InitialWeights() {}

    /** Weights of a seed, flat, in the tensors' order; each tensor from the law that it states. */
    public static float[] of(List<DjlNetwork.TensorSpec> tensors, long seed) {
        Noise noise = new Noise(seed, STREAM);
        float[] weights = new float[NamedTensors.size(tensors)];
        int offset = 0;
        int draw = 0;
        for (DjlNetwork.TensorSpec tensor : tensors) {
            float[] normal = noise.standardNormal(draw++, tensor.deviation() > 0 ? tensor.size() : 0);
            for (int i = 0; i < tensor.size(); i++) {
                double deviation = tensor.deviation() > 0 ? tensor.deviation() * normal[i] : 0;
                weights[offset + i] = (float) (tensor.mean() + deviation);
            }
            offset += tensor.size();
        }
        return weights;
    }
}
