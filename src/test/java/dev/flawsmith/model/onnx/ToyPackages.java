package dev.flawsmith.model.onnx;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Model packages of {@link RandomNetworks#TOY}, sealed, without an index. */
public final class ToyPackages {
    private ToyPackages() {}

    public static ModelPackage seal(Path folder, long seed) throws IOException {
        UNetConfig config = RandomNetworks.TOY;
        Safetensors.write(
                folder.resolve(ModelPackage.DENOISER),
                RandomNetworks.tensors(config, seed),
                Map.of(),
                Safetensors.Precision.F32);
        return ModelPackage.seal(
                folder,
                new ModelManifest(
                        "toy",
                        "1",
                        "pixel",
                        config.imageSize(),
                        config.imageChannels(),
                        List.of("a", "b", "c"),
                        new ModelManifest.Conditioning(true, null),
                        "edm",
                        0.5,
                        PixelTransfer.IDENTITY,
                        new ModelManifest.Schedule(0.01, 80, 7),
                        new ModelManifest.Defaults("heun", 4, 1),
                        "off",
                        UNetManifest.toManifest(config),
                        new ModelManifest.TrainingData("toy", "Apache-2.0", "train", 4),
                        new ModelManifest.Training(64, 1.5, 7, null, null),
                        Map.of()));
    }
}
