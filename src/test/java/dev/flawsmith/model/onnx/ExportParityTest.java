package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.DenoiserParity;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import dev.flawsmith.model.djl.DjlDenoiser;
import dev.flawsmith.model.djl.DjlNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exported network on ONNX Runtime against the network it was exported from, on DJL. */
class ExportParityTest {
    private static final EdmPreconditioning EDM = new EdmPreconditioning(0.5);

    @TempDir
    Path folder;

    /** Every path of the network: levels, patches, colour, attention nowhere and everywhere, several heads, odd widths. */
    static Stream<UNetConfig> shapes() {
        return Stream.of(
                RandomNetworks.TOY,
                new UNetConfig(3, 8, 1, List.of(8), List.of(1), 0, 8, 4, 1, 3, 1),
                new UNetConfig(1, 16, 4, List.of(12, 20), List.of(2, 1), 8, 4, 6, 5, 7, 3),
                new UNetConfig(3, 32, 2, List.of(16, 24, 32), List.of(1, 2, 1), 8, 16, 24, 7, 16, 2),
                new UNetConfig(1, 16, 1, List.of(16, 16), List.of(2, 2), 16, 8, 8, 2, 5, 2));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void rawOutputsAgreeAtEveryBatchSizeAndNoiseLevel(UNetConfig config) throws IOException {
        List<Tensor> tensors = RandomNetworks.tensors(config, 7);
        Path file = write(config, tensors);
        Random random = new Random(11);
        try (DjlNetwork djl = DjlNetwork.create(config, RandomNetworks.flat(tensors), Device.cpu(), false);
                OnnxNetwork one = OnnxNetwork.open(config, file, 1);
                OnnxNetwork three = OnnxNetwork.open(config, file, 3)) { // of 1, 2 and 4 rows together, else in slices
            for (int n : new int[] {1, 2, 3, 4, 5, 6, 1, 11}) {
                UNetRows.Inputs inputs = inputs(config, n, random);
                float[] expected = djl(djl, n, inputs);
                for (OnnxNetwork onnx : List.of(one, three)) {
                    float[] found = onnx.run(n, inputs);
                    assertEquals(expected.length, found.length);
                    for (int i = 0; i < expected.length; i++) {
                        assertEquals(expected[i], found[i], 1e-4f, "value " + i + " of " + n + " rows");
                    }
                }
            }
        }
    }

    /** A recipe names an engine and a bucket: whether its calls were made in lanes or in slices must not matter. */
    @Test
    void callsInLanesHaveTheBitsOfTheSlicesOfOne() throws Exception {
        UNetConfig config = RandomNetworks.TOY;
        Path file = write(config, RandomNetworks.tensors(config, 7));
        int rows = 3;
        int pixels = config.imageChannels() * config.imageSize() * config.imageSize();
        UNetRows.Inputs inputs = inputs(config, 2 * rows, new Random(11));
        try (OnnxNetwork network = OnnxNetwork.open(config, file, 2)) {
            float[] expected = network.run(2 * rows, inputs);
            List<CompletableFuture<float[]>> lanes = new ArrayList<>();
            for (int lane = 0; lane < 2; lane++) {
                UNetRows.Inputs share = share(inputs, config, lane * rows, rows);
                for (int again = 0; again < 5; again++) {
                    lanes.add(CompletableFuture.supplyAsync(() -> network.runInLane(rows, share)));
                }
            }
            for (int i = 0; i < lanes.size(); i++) {
                int from = i / 5 * rows * pixels;
                assertArrayEquals(
                        Arrays.copyOfRange(expected, from, from + rows * pixels),
                        lanes.get(i).get(30, TimeUnit.SECONDS),
                        0f);
            }
        }
    }

    private static UNetRows.Inputs share(UNetRows.Inputs all, UNetConfig config, int from, int n) {
        int pixels = config.imageChannels() * config.imageSize() * config.imageSize();
        return new UNetRows.Inputs(
                Arrays.copyOfRange(all.x(), from * pixels, (from + n) * pixels),
                Arrays.copyOfRange(all.level(), from, from + n),
                Arrays.copyOfRange(all.label(), from * config.classes(), (from + n) * config.classes()),
                Arrays.copyOfRange(all.sentence(), from * config.textDimension(), (from + n) * config.textDimension()));
    }

    /** A session of all threads is opened when it is first wanted, and somebody may have emptied the cache by then. */
    @Test
    void aCallOfFewRowsNeedsNoFileAnyMore() throws IOException {
        UNetConfig config = RandomNetworks.TOY;
        Path file = write(config, RandomNetworks.tensors(config, 7));
        UNetRows.Inputs inputs = inputs(config, 1, new Random(11));
        try (OnnxNetwork one = OnnxNetwork.open(config, file, 1);
                OnnxNetwork three = OnnxNetwork.open(config, file, 3)) {
            float[] expected = one.run(1, inputs);
            Files.delete(file);
            assertArrayEquals(expected, three.run(1, inputs), 1e-4f);
            assertArrayEquals(expected, three.run(1, inputs), 1e-4f);
        }
    }

    @Test
    void aMismatchOfOneWeightIsFound() throws IOException {
        UNetConfig config = RandomNetworks.TOY;
        List<Tensor> tensors = RandomNetworks.tensors(config, 7);
        Path file = write(config, tensors);
        try (OnnxDenoiser onnx = OnnxDenoiser.open(config, file, EDM, 1)) {
            try (DjlDenoiser same = DjlDenoiser.create(config, RandomNetworks.flat(tensors), EDM, "cpu")) {
                DenoiserParity parity = DenoiserParity.measure(same, onnx, config, EDM);
                assertTrue(parity.holds(), "found " + parity);
            }
            tensors.get(tensors.size() - 2).values()[0] += 0.01f;
            try (DjlDenoiser other = DjlDenoiser.create(config, RandomNetworks.flat(tensors), EDM, "cpu")) {
                assertFalse(DenoiserParity.measure(other, onnx, config, EDM).holds());
            }
        }
    }

    /** Rows at different noise levels share a call and do not see one another. */
    @Test
    void aRowIsTheSameAloneAndInABatch() throws IOException {
        UNetConfig config = RandomNetworks.TOY;
        Path file = write(config, RandomNetworks.tensors(config, 3));
        Random random = new Random(5);
        float[][] x = new float[5][256];
        double[] alpha = {1, 1, 0.8, 0.5, 1};
        double[] sigma = {0.02, 80, 0.6, 0.8, 1.5};
        List<Condition> conditions = List.of(
                Condition.NONE,
                Condition.ofClass(0),
                Condition.ofText(new float[] {0, 1, 0, 0}),
                Condition.ofClass(2),
                Condition.NONE);
        for (float[] row : x) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        try (OnnxDenoiser denoiser = OnnxDenoiser.open(config, file, EDM, 2)) {
            float[][] together = denoiser.denoise(new DenoiserBatch(x, alpha, sigma, new double[5], conditions));
            for (int i = 0; i < 5; i++) {
                float[] alone = denoiser.denoise(new DenoiserBatch(
                        new float[][] {x[i]},
                        new double[] {alpha[i]},
                        new double[] {sigma[i]},
                        new double[1],
                        List.of(conditions.get(i))))[0];
                for (int j = 0; j < alone.length; j++) {
                    assertEquals(together[i][j], alone[j], 2e-5f, "value " + j + " of row " + i);
                }
            }
        }
    }

    private Path write(UNetConfig config, List<Tensor> tensors) throws IOException {
        byte[] model = UNetExporter.export(config, RandomNetworks.contents(tensors), Map.of())
                .toByteArray();
        return Files.write(folder.resolve("denoiser.onnx"), model);
    }

    private static UNetRows.Inputs inputs(UNetConfig config, int n, Random random) {
        int size = config.imageChannels() * config.imageSize() * config.imageSize();
        UNetRows.Inputs inputs = new UNetRows.Inputs(
                normal(random, n * size),
                new float[n],
                new float[n * config.classes()],
                normal(random, n * config.textDimension()));
        for (int i = 0; i < n; i++) {
            double sigma = 0.01 * Math.pow(8000, random.nextDouble());
            inputs.level()[i] = (float) EDM.cNoise(sigma);
            inputs.label()[i * config.classes() + random.nextInt(config.classes())] = 1;
        }
        return inputs;
    }

    private static float[] normal(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] djl(DjlNetwork network, int n, UNetRows.Inputs inputs) {
        UNetConfig config = network.config();
        long size = config.imageSize();
        try (NDManager scope = network.manager().newSubManager()) {
            return network.forward(new NDList(
                            scope.create(inputs.x(), new Shape(n, config.imageChannels(), size, size)),
                            scope.create(inputs.level(), new Shape(n, 1)),
                            scope.create(inputs.label(), new Shape(n, config.classes())),
                            scope.create(inputs.sentence(), new Shape(n, config.textDimension())),
                            scope.zeros(new Shape(n, config.augmentDimension()))))
                    .toFloatArray();
        }
    }
}
