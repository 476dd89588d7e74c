package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorParity;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.GeneratorNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorExportTest {
    private static final GeneratorConfig SMALL = new GeneratorConfig(3, 16, 8, 3, 16, List.of(32, 32, 16));

    @TempDir
    private Path folder;

    @Test
    void onnxAgreesWithPyTorch() throws IOException {
        for (GeneratorConfig config : List.of(SMALL, GeneratorConfig.standard(1, 64, 7))) {
            List<Tensor> tensors = tensors(config);
            try (OnnxGenerator onnx = OnnxGenerator.open(config, export(config, tensors), 1);
                    GeneratorNetwork torch =
                            GeneratorNetwork.create(config, RandomNetworks.flat(tensors), Device.cpu(), false)) {
                GeneratorParity parity = GeneratorParity.measure(onnx, torch, config.classes());
                assertTrue(parity.holds(), config + " differ by " + parity.largest());
                float[][] z = {new float[config.latent()]};
                float[] first = torch.generate(z, List.of(Condition.ofClass(0)))[0];
                float[] second = torch.generate(z, List.of(Condition.ofClass(1)))[0];
                double apart = 0;
                for (int i = 0; i < first.length; i++) {
                    apart = Math.max(apart, Math.abs(first[i] - second[i]));
                }
                assertTrue(apart > 0.1, "a class has an effect, found " + apart);
            }
        }
    }

    @Test
    void theSameWeightsAreTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(export(SMALL, tensors(SMALL)));
        assertArrayEquals(first, Files.readAllBytes(export(SMALL, tensors(SMALL))));
    }

    @Test
    void aTensorThatIsMissingIsNamed() {
        List<Tensor> tensors = new ArrayList<>(tensors(SMALL));
        tensors.removeIf(tensor -> tensor.name().equals("block.1.conv2.weight"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> export(SMALL, tensors));
        assertTrue(String.valueOf(e.getMessage()).contains("block.1.conv2.weight"), e.getMessage());
    }

    @Test
    void theStandardShapeIsThatOfTheDocs() {
        assertEquals(
                List.of(256, 192, 96, 48, 16),
                GeneratorConfig.standard(1, 64, 7).channels());
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> GeneratorConfig.standard(1, 48, 7));
        assertTrue(String.valueOf(e.getMessage()).contains("found 48"), e.getMessage());
    }

    private Path export(GeneratorConfig config, List<Tensor> tensors) throws IOException {
        Path file = folder.resolve("generator.onnx");
        Files.write(
                file,
                GeneratorExporter.export(config, new Safetensors.Contents(tensors, Map.of()), Map.of())
                        .toByteArray());
        return file;
    }

    private static List<Tensor> tensors(GeneratorConfig config) {
        Random random = new Random(3);
        List<Tensor> tensors = new ArrayList<>();
        for (DjlNetwork.TensorSpec spec : GeneratorNetwork.tensors(config)) {
            float[] values = new float[spec.size()];
            for (int i = 0; i < values.length; i++) {
                double deviation = spec.deviation() > 0 ? spec.deviation() : 0.1;
                values[i] = (float) (spec.mean() + deviation * random.nextGaussian());
            }
            tensors.add(new Tensor(spec.name(), spec.shape(), values));
        }
        return tensors;
    }
}
