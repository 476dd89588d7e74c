package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.EncoderNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported network against the one that is trained, from the same weights. */
final class EncoderParityTest {
    @TempDir
    Path folder;

    @Test
    void onnxAndDjlAgree() throws IOException {
        compare(ToyEncoders.CONFIG);
        compare(new EncoderConfig(3, 32, 4, 12, List.of(16), 5));
    }

    private void compare(EncoderConfig config) throws IOException {
        List<Tensor> tensors = ToyEncoders.tensors(config, 3);
        EncoderPackage.write(folder, "parity", config, tensors, Map.of(), "none");
        int side = config.imageSize();
        List<PixelImage> images = new ArrayList<>();
        float[] values = new float[5 * side * side * config.imageChannels()];
        Random random = new Random(2);
        for (int i = 0; i < 5; i++) {
            byte[] samples = new byte[side * side * config.imageChannels()];
            random.nextBytes(samples);
            images.add(new PixelImage(side, side, config.imageChannels(), samples));
            System.arraycopy(images.get(i).toFloats(), 0, values, i * samples.length, samples.length);
        }
        try (OnnxEncoder onnx = OnnxEncoder.open(folder, 1);
                EncoderNetwork djl = EncoderNetwork.create(config, flat(tensors), "cpu", false)) {
            float[][] a = onnx.encode(images);
            float[][] b = djl.encode(values, 5);
            double spread = 0;
            for (int i = 0; i < 5; i++) {
                double squares = 0;
                for (int k = 0; k < config.dimension(); k++) {
                    assertEquals(b[i][k], a[i][k], 2e-6, "image " + i + ", number " + k);
                    squares += a[i][k] * a[i][k];
                    spread = Math.max(spread, Math.abs(a[i][k] - a[0][k]));
                }
                assertEquals(1, squares, 1e-5);
            }
            assertTrue(spread > 0.01, "expected features that differ, found a spread of " + spread);
        }
    }

    private static float[] flat(List<Tensor> tensors) {
        return RandomNetworks.flat(tensors);
    }
}
