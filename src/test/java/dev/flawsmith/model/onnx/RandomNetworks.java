package dev.flawsmith.model.onnx;

import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.djl.DjlNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small U-Nets with random weights, all away from the zero start, so that every part has an effect. */
final class RandomNetworks {
    static final UNetConfig TOY = new UNetConfig(1, 16, 2, List.of(8, 16), List.of(1, 2), 4, 8, 16, 3, 4, 2);

    private RandomNetworks() {}

    static List<Tensor> tensors(UNetConfig config, long seed) {
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (DjlNetwork.TensorSpec spec : DjlNetwork.tensors(config)) {
            float[] values = new float[spec.size()];
            for (int i = 0; i < values.length; i++) {
                double deviation = spec.deviation() > 0 ? spec.deviation() : 0.1;
                values[i] = (float) (spec.mean() + deviation * random.nextGaussian());
            }
            tensors.add(new Tensor(spec.name(), spec.shape(), values));
        }
        return tensors;
    }

    static Safetensors.Contents contents(List<Tensor> tensors) {
        return new Safetensors.Contents(tensors, Map.of());
    }

    /** In the order of {@link DjlNetwork#tensors(UNetConfig)}. */
    static float[] flat(List<Tensor> tensors) {
        float[] flat =
                new float[tensors.stream().mapToInt(t -> t.values().length).sum()];
        int at = 0;
        for (Tensor tensor : tensors) {
            System.arraycopy(tensor.values(), 0, flat, at, tensor.values().length);
            at += tensor.values().length;
        }
        return flat;
    }
}
