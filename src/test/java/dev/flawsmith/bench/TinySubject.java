package dev.flawsmith.bench;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.DjlKernel;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.UNetPackage;
import dev.flawsmith.sampling.EdmSampling;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.DiffusionModelParts;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A network of a few thousand random weights, as a package on disk. */
final class TinySubject {
    static final UNetConfig NETWORK = new UNetConfig(1, 16, 2, List.of(8, 8), List.of(1, 1), 4, 8, 16, 2, 4, 2);
    private static final Guard GUARD = Guard.notChecked("random weights learnt from no photo");

    private TinySubject() {}

    static Subject in(Path folder) throws IOException {
        ModelPackage model = write(folder);
        return new Subject(
                model,
                List.of(new MeasuredEngine(
                        "pytorch",
                        MeasuredEngine.FP32,
                        opened -> UNetPackage.open(opened, "cpu"),
                        (shape, batch) -> DjlKernel.convolution(shape, batch, "cpu"),
                        size -> DjlKernel.gemm(size / 32, "cpu"))),
                GUARD,
                () -> new Served(open(model)),
                null);
    }

    private static ModelPackage write(Path folder) throws IOException {
        Random random = new Random(1);
        List<Tensor> tensors = new ArrayList<>();
        for (DjlNetwork.TensorSpec spec : DjlNetwork.tensors(NETWORK)) {
            float[] values = new float[spec.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (spec.mean() + 0.1 * random.nextGaussian());
            }
            tensors.add(new Tensor(spec.name(), spec.shape(), values));
        }
        Safetensors.write(folder.resolve(ModelPackage.DENOISER), tensors, Map.of(), Safetensors.Precision.F32);
        return ModelPackage.seal(
                folder,
                new ModelManifest(
                        "tiny",
                        "1",
                        "pixel",
                        NETWORK.imageSize(),
                        NETWORK.imageChannels(),
                        List.of("a", "b"),
                        new ModelManifest.Conditioning(true, null),
                        "edm",
                        0.5,
                        PixelTransfer.IDENTITY,
                        new ModelManifest.Schedule(0.01, 80, 7),
                        new ModelManifest.Defaults("euler", 4, 1.5),
                        "off",
                        UNetManifest.toManifest(NETWORK),
                        new ModelManifest.TrainingData("none", "Apache-2.0", "train", 0),
                        new ModelManifest.Training(0, 0, 1, null, null),
                        Map.of()));
    }

    private static DiffusionModel open(ModelPackage model) {
        ModelManifest manifest = model.manifest();
        ModelDescription description = new ModelDescription(
                manifest.name(),
                manifest.version(),
                manifest.kind(),
                model.weightsSha256(),
                new ImageShape(1, 16, 16),
                manifest.classes(),
                false,
                Samplers.forDenoisers(),
                "euler",
                4,
                1.5,
                GUARD.describe(),
                "pytorch-cpu-1");
        return new DiffusionModel(new DiffusionModelParts(
                description,
                UNetPackage.open(model, "cpu"),
                GUARD,
                null,
                manifest.pixelTransfer(),
                null,
                null,
                new EdmSampling(new KarrasSchedule(0.01, 80, 7)),
                BatcherOptions.DEFAULTS,
                null));
    }

    private static final class Served implements ServedModels {
        private final ModelSynthesizer synthesizer;

        Served(DiffusionModel model) {
            synthesizer = new ModelSynthesizer(List.of(model));
        }

        @Override
        public Synthesizer synthesizer() {
            return synthesizer;
        }

        @Override
        public void close() {
            synthesizer.close();
        }
    }
}
