package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.onnx.Int8Calibration;
import dev.flawsmith.model.onnx.Int8Cost;
import dev.flawsmith.model.onnx.Int8Ranges;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.model.onnx.ToyPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a package's ranges to an int8 network that is chosen, named and refused as it should. */
class PrecisionTest {
    @TempDir
    Path folder;

    @Test
    void rangesComeBackFromThePackageAsTheyWere() throws IOException {
        ModelPackage plain = toy(201);
        Int8Ranges ranges = measured(plain).at(new Int8Cost("pixels", 0.02, 0.0205, 0.0009));
        ModelPackage quantised = with(plain, ranges);
        assertEquals(ranges, Int8Ranges.of(quantised));
        assertTrue(Int8Ranges.of(quantised).cost().passed());
    }

    @Test
    void rangesOfOtherWeightsAreRefused() throws IOException {
        Int8Ranges others = measured(toy(202)).at(Int8Cost.UNKNOWN);
        ModelPackage model = with(toy(203), others);
        var refused = assertThrows(ModelPackageException.class, () -> Int8Ranges.of(model));
        assertTrue(String.valueOf(refused.getMessage()).contains("expected ranges measured on weights"));
    }

    @Test
    void askingForInt8WhereThereIsNoneIsRefusedByName() throws IOException {
        ModelPackage plain = toy(204);
        var refused = assertThrows(
                ModelPackageException.class,
                () -> new EngineSelection(plain).choose(new EngineWish(null, null, null, Precision.INT8)));
        assertTrue(String.valueOf(refused.getMessage()).contains("expected int8.safetensors for int8, found none"));
    }

    @Test
    void int8IsOpenedUnderItsNameAndDrawsNearlyTheSame() throws IOException {
        ModelPackage plain = toy(205);
        ModelPackage model =
                with(plain, measured(plain).at(new Int8Cost("pixels", 0.02, 0.5, 0.6))); // not passed: only by name
        EngineChoice choice = new EngineSelection(model).choose(new EngineWish(null, 2, null, Precision.INT8));
        assertEquals("onnxruntime-cpu-2-int8", choice.place().toString());
        assertEquals(choice.place(), NetworkEngine.OnCpu.parse("onnxruntime-cpu-2-int8"));
        DenoiserBatch batch = batch(4, 99);
        try (Denoiser int8 = Networks.open(model, choice.place());
                Denoiser fp32 = Networks.open(model, new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, 2))) {
            assertEquals("onnxruntime-cpu-2-int8", int8.engine());
            double error = relativeError(fp32.denoise(batch), int8.denoise(batch));
            assertTrue(error > 1e-6 && error < 0.1, "found a relative error of " + error);
        }
    }

    @Test
    void onlyWhatPassedIsInTheRaceAndOnlyLast() {
        assertFalse(EngineRace.candidates(null, false).stream().anyMatch(c -> c.precision() == Precision.INT8));
        List<NetworkEngine.OnCpu> candidates = EngineRace.candidates(null, true);
        assertEquals(Precision.INT8, candidates.get(candidates.size() - 1).precision());
    }

    /** The end of the interval decides, not what happened in these images. */
    @Test
    void passesUpToTheEndOfTheInterval() {
        assertTrue(new Int8Cost("pixels", 1, 1.03, 0.05).passed());
        assertFalse(new Int8Cost("pixels", 1, 1.03, 0.051).passed());
        assertFalse(Int8Cost.UNKNOWN.passed());
    }

    @Test
    void rangesWithoutTheirCostAreRefusedByName() throws IOException {
        ModelPackage model = with(toy(206), measured(toy(206)).at(Int8Cost.UNKNOWN));
        Path file = model.directory().resolve(Int8Ranges.FILE);
        Safetensors.Contents contents = Safetensors.read(file);
        Safetensors.write(
                file,
                contents.tensors(),
                Map.of("weights_sha256", model.weightsSha256(), "distance_by", "pixels", "frechet_fp32", "much"),
                Safetensors.Precision.F32);
        ModelPackage old = ModelPackage.seal(model.directory(), model.manifest());
        var refused = assertThrows(ModelPackageException.class, () -> Int8Ranges.of(old));
        assertTrue(String.valueOf(refused.getMessage()).contains("expected a number at frechet_fp32, found much"));
    }

    /** Its ranges are good, what they cost is not known by today's rule: int8 by name, else float32. */
    @Test
    void aPackageQuantisedByAnEarlierVersionStillOpens() throws IOException {
        ModelPackage model = with(toy(207), measured(toy(207)).at(Int8Cost.UNKNOWN));
        Path file = model.directory().resolve(Int8Ranges.FILE);
        Safetensors.write(
                file,
                Safetensors.read(file).tensors(),
                Map.of("weights_sha256", model.weightsSha256(), "distance_fp32", "0.0064", "distance_int8", "0.0063"),
                Safetensors.Precision.F32);
        ModelPackage old = ModelPackage.seal(model.directory(), model.manifest());
        assertFalse(Int8Ranges.of(old).cost().passed());
        EngineChoice choice = new EngineSelection(old).choose(new EngineWish(null, 1, null, Precision.INT8));
        assertEquals("onnxruntime-cpu-1-int8", choice.place().toString());
    }

    @Test
    void qualityIsMeasuredInTheHoldoutPhotosClassMix() {
        List<String> photos = List.of("pit", "pit", "pit", "crack");
        assertArrayEquals(new int[] {30, 90, 0}, Quantization.classMix(List.of("crack", "pit", "dent"), photos, 40));
        assertArrayEquals(new int[] {1, 2, 0}, Quantization.classMix(List.of("crack", "pit", "dent"), photos, 1));
    }

    @Test
    void pytorchHasNoInt8() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new NetworkEngine.OnCpu(NetworkEngine.PYTORCH, 2, Precision.INT8));
        assertNull(NetworkEngine.OnCpu.parse("pytorch-cpu-2-int8"));
    }

    private ModelPackage toy(long seed) throws IOException {
        return ToyPackages.seal(Files.createDirectories(folder.resolve("toy" + seed)), seed);
    }

    private static ModelPackage with(ModelPackage model, Int8Ranges ranges) throws IOException {
        ranges.write(model.directory().resolve(Int8Ranges.FILE));
        return ModelPackage.seal(model.directory(), model.manifest());
    }

    private static Int8Ranges measured(ModelPackage model) throws IOException {
        List<DenoiserBatch> batches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            batches.add(batch(8, i));
        }
        return Int8Calibration.measure(model, batches, 1);
    }

    private static DenoiserBatch batch(int n, long seed) {
        Random random = new Random(seed);
        float[][] x = new float[n][256];
        double[] alpha = new double[n];
        double[] sigma = new double[n];
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            alpha[i] = 1;
            sigma[i] = 0.1 * Math.pow(100, (i + 0.5) / n);
            conditions.add(Condition.ofClass(i % 3));
            for (int j = 0; j < 256; j++) {
                x[i][j] = (float) (Math.hypot(sigma[i], 0.5) * random.nextGaussian());
            }
        }
        return new DenoiserBatch(x, alpha, sigma, new double[n], conditions);
    }

    private static double relativeError(float[][] expected, float[][] found) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                difference += Math.pow(expected[i][j] - found[i][j], 2);
                norm += Math.pow(expected[i][j], 2);
            }
        }
        return Math.sqrt(difference / norm);
    }
}
