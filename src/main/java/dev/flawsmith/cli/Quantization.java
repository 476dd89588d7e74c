package dev.flawsmith.cli;

import dev.flawsmith.evaluation.HoldoutDistance;
import dev.flawsmith.evaluation.fidelity.FrechetBootstrap;
import dev.flawsmith.evaluation.fidelity.PairedFrechet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.onnx.Int8Calibration;
import dev.flawsmith.model.onnx.Int8Cost;
import dev.flawsmith.model.onnx.Int8Ranges;
import dev.flawsmith.model.onnx.OnnxDenoiser;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.training.Decoding;
import dev.flawsmith.training.SampleSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final TrainingIndex index;
    private final int threads = Runtime.getRuntime().availableProcessors();

    /**
     * What came of it.
     *
     * @param ranges with what they cost
     * @param images that the cost was measured on
     * @param greyLevels root mean square difference of the images in the two precisions, of 255
     */
    record Outcome(Int8Ranges ranges, int images, double greyLevels) {}

    /**
     * @param calibrate images a class whose activations are looked at
     * @param check images a class, in the mean, that quality is measured on, in the holdout photos' class mix
     */
    Quantization(ModelPackage model, int calibrate, int check, ProgressBar progress) {
        this.model = model;
        this.calibrate = calibrate;
        this.check = check;
        this.progress = progress;
        List<TrainingIndex> indexes = TrainingIndexes.of(model);
        this.index = indexes.get(indexes.size() - 1); // the encoder's, where the package has one
        if (index.holdout().size() < 2) {
            throw new InputException(
                    "model",
                    "model: expected at least 2 holdout photos to measure quality against, found "
                            + index.holdout().size());
        }
    }

    Outcome run() throws IOException {
        int classes = model.manifest().classes().size();
        progress.maxHint(3L * classes + 1);
        Path folder = Files.createTempDirectory("flawsmith-quantize");
        Path fp32 = folder.resolve("fp32.onnx");
        Path int8 = folder.resolve("int8.onnx");
        try (VaeDecoder decoder = Networks.decoder(model, threads)) {
            Decoding decoding = decoder == null
                    ? Decoding.of(model.manifest().pixelTransfer(), model.denoiserShape())
                    : Decoding.of(decoder);
            OnnxFile.export(model, fp32);
            List<DenoiserBatch> asked = new ArrayList<>();
            int[] evenly = new int[classes];
            Arrays.fill(evenly, calibrate);
            int[] mix = classMix(
                    model.manifest().classes(),
                    index.holdout().stream().map(IndexEntry::className).toList(),
                    check);
            List<List<PixelImage>> expected;
            try (Denoiser denoiser = open(fp32, Precision.FP32)) {
                draw(new Recorder(denoiser, asked), decoding, evenly, CALIBRATION_SEED);
                expected = draw(denoiser, decoding, mix, CHECK_SEED);
            }
            Int8Ranges ranges = Int8Calibration.measure(model, asked, threads);
            progress.step();
            OnnxFile.exportInt8(model, ranges, int8);
            List<List<PixelImage>> found;
            try (Denoiser denoiser = open(int8, Precision.INT8)) {
                found = draw(denoiser, decoding, mix, CHECK_SEED);
            }
            return new Outcome(
                    ranges.at(cost(expected, found)),
                    Arrays.stream(mix).sum(),
                    HoldoutDistance.greyLevels(found, expected));
        } finally {
            Files.deleteIfExists(fp32);
            Files.deleteIfExists(int8);
            Files.deleteIfExists(folder);
        }
    }

    /**
     * How many images of each class, as photos are shared among them: about {@code perClass} in the mean, none of a class
     * without photos, at least one of each other.
     *
     * @param photos the class of each
     */
    static int[] classMix(List<String> classes, List<String> photos, int perClass) {
        int[] mix = new int[classes.size()];
        for (int c = 0; c < mix.length; c++) {
            String name = classes.get(c);
            long count = photos.stream().filter(name::equals).count();
            double share = (double) count / photos.size();
            mix[c] = count == 0 ? 0 : (int) Math.max(1, Math.round(share * perClass * mix.length));
        }
        return mix;
    }

    private Int8Cost cost(List<List<PixelImage>> expected, List<List<PixelImage>> found) {
        FeatureRows photos = FeatureRows.of("holdout photos", index.holdoutDescriptors());
        FeatureRows fp32 = described("float32 images", expected);
        FeatureRows int8 = described("int8 images", found);
        int repeats = FrechetBootstrap.affordable(photos.rows(), fp32.rows(), photos.columns());
        PairedFrechet distances = PairedFrechet.of(photos, fp32, int8, repeats, CHECK_SEED);
        String measure = index.descriptorId().replaceFirst("/.*", "");
        return new Int8Cost(measure, distances.first(), distances.second(), distances.high());
    }

    private FeatureRows described(String name, List<List<PixelImage>> images) {
        return FeatureRows.of(
                name, images.stream().flatMap(List::stream).map(index::describe).toArray(float[][]::new));
    }

    private Denoiser open(Path file, Precision precision) {
        EdmPreconditioning edm = new EdmPreconditioning(model.manifest().sigmaData());
        return OnnxDenoiser.open(UNetManifest.config(model), file, precision, edm, threads);
    }

    private List<List<PixelImage>> draw(Denoiser denoiser, Decoding decoding, int[] perClass, long firstSeed) {
        ModelManifest manifest = model.manifest();
        ModelManifest.Schedule schedule = manifest.denoisingSchedule();
        ModelManifest.Defaults defaults = manifest.denoisingDefaults();
        GuidanceInterval interval = GuidanceInterval.orEverywhere(defaults.guidanceInterval());
        SampleSheet sheet = new SampleSheet(
                denoiser,
                decoding,
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
        long seed = firstSeed;
        for (int c = 0; c < perClass.length; c++) {
            images.add(sheet.samples(c, perClass[c], seed));
            seed += perClass[c]; // no seed twice: no two images share their noise
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
