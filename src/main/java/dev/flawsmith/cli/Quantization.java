package dev.flawsmith.cli;

import dev.flawsmith.evaluation.HoldoutDistance;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.onnx.Int8Calibration;
import dev.flawsmith.model.onnx.Int8Ranges;
import dev.flawsmith.model.onnx.OnnxDenoiser;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.training.SampleSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;

/**
 * Quantises a model's network on the images that it draws itself by its own defaults, so over the noise levels that
 * sampling visits, guided and not, and measures what that does to other images. These images are never let out.
 */
final class Quantization {
    private static final int BATCH = 16;
    private static final long CALIBRATION_SEED = 1;
    private static final long CHECK_SEED = 1_000_000;

    private final ModelPackage model;
    private final int calibrate;
    private final int check;
    private final ProgressBar progress;
    private final int threads = Runtime.getRuntime().availableProcessors();

    /**
     * What came of it.
     *
     * @param ranges with both distances
     * @param greyLevels root mean square difference of the images in the two precisions, of 255
     */
    record Outcome(Int8Ranges ranges, double greyLevels) {}

    /**
     * @param calibrate images a class whose activations are looked at
     * @param check images a class that quality is measured on
     */
    Quantization(ModelPackage model, int calibrate, int check, ProgressBar progress) {
        this.model = model;
        this.calibrate = calibrate;
        this.check = check;
        this.progress = progress;
    }

    Outcome run() throws IOException {
        int classes = model.manifest().classes().size();
        progress.maxHint(3L * classes + 1);
        Path folder = Files.createTempDirectory("flawsmith-quantize");
        Path fp32 = folder.resolve("fp32.onnx");
        Path int8 = folder.resolve("int8.onnx");
        try {
            OnnxFile.export(model, fp32);
            List<DenoiserBatch> asked = new ArrayList<>();
            List<List<PixelImage>> expected;
            try (Denoiser denoiser = open(fp32, Precision.FP32)) {
                draw(new Recorder(denoiser, asked), calibrate, CALIBRATION_SEED);
                expected = draw(denoiser, check, CHECK_SEED);
            }
            Int8Ranges ranges = Int8Calibration.measure(model, asked, threads);
            progress.step();
            OnnxFile.exportInt8(model, ranges, int8);
            List<List<PixelImage>> found;
            try (Denoiser denoiser = open(int8, Precision.INT8)) {
                found = draw(denoiser, check, CHECK_SEED);
            }
            HoldoutDistance distance = new HoldoutDistance(
                    TrainingIndexes.of(model).get(0), model.manifest().classes());
            return new Outcome(
                    ranges.measuredAt(distance.of(expected), distance.of(found)),
                    HoldoutDistance.greyLevels(found, expected));
        } finally {
            Files.deleteIfExists(fp32);
            Files.deleteIfExists(int8);
            Files.deleteIfExists(folder);
        }
    }

    private Denoiser open(Path file, Precision precision) {
        EdmPreconditioning edm = new EdmPreconditioning(model.manifest().sigmaData());
        return OnnxDenoiser.open(UNetManifest.config(model), file, precision, edm, threads);
    }

    private List<List<PixelImage>> draw(Denoiser denoiser, int perClass, long seed) {
        ModelManifest manifest = model.manifest();
        ModelManifest.Schedule schedule = manifest.schedule();
        ModelManifest.Defaults defaults = manifest.sampler();
        GuidanceInterval interval = GuidanceInterval.orEverywhere(defaults.guidanceInterval());
        SampleSheet sheet = new SampleSheet(
                denoiser,
                manifest.pixelTransfer(),
                new SampleSheet.Settings(
                        new KarrasSchedule(schedule.sigmaMin(), schedule.sigmaMax(), schedule.rho()),
                        defaults.name(),
                        defaults.steps(),
                        new Guidance(
                                defaults.guidanceScale(),
                                interval.low(),
                                interval.high(),
                                Objects.requireNonNullElse(defaults.guidanceRescale(), 0.0)),
                        BATCH));
        List<List<PixelImage>> images = new ArrayList<>();
        for (int c = 0; c < manifest.classes().size(); c++) {
            images.add(sheet.samples(c, perClass, seed));
            progress.step();
        }
        return images;
    }

    /** Keeps what a network is asked. */
    private record Recorder(Denoiser inner, List<DenoiserBatch> asked) implements Denoiser {
        @Override
        public ImageShape shape() {
            return inner.shape();
        }

        @Override
        public float[][] denoise(DenoiserBatch batch) {
            asked.add(batch);
            return inner.denoise(batch);
        }

        @Override
        public String engine() {
            return inner.engine();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
