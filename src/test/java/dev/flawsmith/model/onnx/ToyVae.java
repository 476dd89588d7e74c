package dev.flawsmith.model.onnx;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.VaeNetwork;
import dev.flawsmith.model.djl.VaePackage;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of an autoencoder of random weights, none of them zero. */
public final class ToyVae {
    public static final VaeConfig CONFIG = new VaeConfig(1, 16, List.of(8, 12), 1, 2);

    private ToyVae() {}

    public static VaeDescriptor write(Path folder, VaeConfig config, long seed) throws IOException {
        List<DjlNetwork.TensorSpec> specs = VaeNetwork.tensors(config);
        float[] weights =
                new float[specs.stream().mapToInt(DjlNetwork.TensorSpec::size).sum()];
        int offset = 0;
        int draw = 0;
        for (DjlNetwork.TensorSpec spec : specs) {
            float[] normal = new Noise(seed, 0).standardNormal(draw++, spec.size());
            for (int i = 0; i < spec.size(); i++) {
                weights[offset++] = (float) (spec.mean() + Math.max(0.1, spec.deviation()) * normal[i]);
            }
        }
        VaeDescriptor descriptor = new VaeDescriptor(
                config,
                new PixelTransfer(0.1, 0.5, 0.7, -0.1),
                0.8,
                0.05,
                VaePackage.write(folder, config, weights),
                new ModelManifest.TrainingData("toy", "Apache-2.0", "train", 4),
                new ModelManifest.Training(64, 1.5, seed, null, null),
                List.of(),
                new VaeDescriptor.Reconstruction(2, 1, 40, 2, 35));
        Files.writeString(folder.resolve(VaeDescriptor.FILE), descriptor.toJson());
        return descriptor;
    }
}
