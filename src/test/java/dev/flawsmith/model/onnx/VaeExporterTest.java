package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.djl.DjlVae;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaeExporterTest {
    private static final float TOLERANCE = 1e-3f; // of pixels behind sinh, which stretches far values

    @TempDir
    private Path folder;

    @Test
    void bothEnginesDecodeAndEncodeAlike() throws IOException {
        for (VaeConfig config : List.of(ToyVae.CONFIG, new VaeConfig(3, 16, List.of(8, 8, 12), 1, 1))) {
            Path vae = folder.resolve("vae" + config.imageChannels());
            VaeDescriptor descriptor = ToyVae.write(vae, config, 3);
            Path file = folder.resolve(config.imageChannels() + ".onnx");
            OnnxFile.write(
                    VaeExporter.decoder(config, Safetensors.read(vae.resolve(VaeDescriptor.DECODER)), Map.of("k", "v")),
                    file);
            Path encoding = folder.resolve(config.imageChannels() + ".encoder.onnx");
            OnnxFile.write(
                    VaeExporter.encoder(config, Safetensors.read(vae.resolve(VaeDescriptor.ENCODER)), Map.of("k", "v")),
                    encoding);
            try (DjlVae torch = DjlVae.open(vae, descriptor, "cpu");
                    OnnxVaeDecoder onnx = OnnxVaeDecoder.of(descriptor, file, 1);
                    OnnxVaeEncoder encoder = OnnxVaeEncoder.of(descriptor, encoding, 1)) {
                for (int i = 0; i < 3; i++) {
                    float[] latent = new Noise(i, 0)
                            .standardNormal(0, config.latentShape().size());
                    float[] expected = torch.decode(latent);
                    assertTrue(spread(expected) > 0.1, "an image of one grey proves nothing");
                    assertArrayEquals(expected, onnx.decode(latent), TOLERANCE);
                    float[] pixels = new float[config.imageShape().size()];
                    for (int j = 0; j < pixels.length; j++) {
                        pixels[j] = (float) Math.sin(j * (0.3 + i));
                    }
                    assertArrayEquals(torch.encode(pixels), encoder.encode(pixels), TOLERANCE);
                }
            }
        }
    }

    private static double spread(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float v : values) {
            sum += v;
            squares += v * v;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByTheTensorsName() throws IOException {
        ToyVae.write(folder, ToyVae.CONFIG, 3);
        VaeConfig wider = new VaeConfig(1, 16, List.of(8, 16), 1, 2);
        Safetensors.Contents weights = Safetensors.read(folder.resolve(VaeDescriptor.DECODER));
        String refused = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> VaeExporter.decoder(wider, weights, Map.of()))
                        .getMessage());
        assertTrue(refused.contains("expected decoder.in.weight of shape [16, 4, 3, 3]"), refused);
    }

    @Test
    void aHalfThatIsMissingOrAnotherOneIsRefusedByName() throws IOException {
        ToyVae.write(folder, ToyVae.CONFIG, 3);
        Files.write(folder.resolve(VaeDescriptor.DECODER), new byte[] {1, 2, 3});
        assertTrue(refused().contains(VaeDescriptor.DECODER + ": expected SHA-256"), refused());
        Files.delete(folder.resolve(VaeDescriptor.ENCODER));
        assertTrue(refused().contains("with " + VaeDescriptor.ENCODER + ", found none"), refused());
    }

    private String refused() {
        return String.valueOf(assertThrows(ModelPackageException.class, () -> VaeDescriptor.read(folder))
                .getMessage());
    }
}
