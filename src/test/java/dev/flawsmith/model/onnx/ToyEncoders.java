package dev.flawsmith.model.onnx;

import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.EncoderNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small encoders with random weights, all away from the zero start. */
final class ToyEncoders {
    static final EncoderConfig CONFIG = new EncoderConfig(1, 16, 2, 8, List.of(8, 16), 12);

    private ToyEncoders() {}

    static List<Tensor> tensors(EncoderConfig config, long seed) {
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (DjlNetwork.TensorSpec spec : EncoderNetwork.tensors(config)) {
            float[] values = new float[spec.size()];
            for (int i = 0; i < values.length; i++) {
                double deviation = spec.deviation() > 0 ? spec.deviation() : 0.1;
                values[i] = (float) (spec.mean() + deviation * random.nextGaussian());
            }
            tensors.add(new Tensor(spec.name(), spec.shape(), values));
        }
        return tensors;
    }

    static EncoderDescriptor write(Path folder) throws IOException {
        return EncoderPackage.write(folder, "toy", CONFIG, tensors(CONFIG, 1), Map.of(), "Apache-2.0");
    }
}
