package dev.flawsmith.cli;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.djl.VaeNetwork;
import dev.flawsmith.model.djl.VaePackage;
import dev.flawsmith.model.onnx.EncoderPackage;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TransferFit;
import dev.flawsmith.training.autoencoder.Reconstructions;
import dev.flawsmith.training.autoencoder.VaeTraining;
import dev.flawsmith.training.autoencoder.VaeTrainingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One training run from photos to an autoencoder's folder; what {@code flawsmith train-vae} does. */
final class VaeJob {
    private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final int NEWS = 50;

    private final Order order;
    private final PrintWriter err;

    /** What was asked for; see {@link TrainVaeCommand}'s options. */
    record Order(
            TrainingData.Source source,
            VaeTrainingConfig config,
            TrainingBudget budget,
            @Nullable String spaceOf,
            String device,
            String dataName,
            String licence) {
        Path out() {
            return source.out();
        }

        Path work() {
            return out().resolve(TrainingJob.WORK);
        }
    }

    /** What came of it; the error of holdout photos in grey levels of 255, and in dB. */
    record Summary(String vae, long images, double seconds, double meanError, double psnr, boolean finished) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d crops in %.1f minutes; holdout photos come back %.2f grey levels off in the mean, PSNR %.2f"
                            + " dB%s",
                    vae,
                    images,
                    seconds / 60,
                    meanError,
                    psnr,
                    finished ? "" : "; stopped early: --resume goes on");
        }
    }

    VaeJob(Order order, PrintWriter err) {
        this.order = order;
        this.err = err;
    }

    Summary run() throws IOException {
        EngineSettings.threadOnEveryCore();
        OutputFolder work = OutputFolder.check("out", order.work());
        boolean begun = BegunRun.AUTOENCODER.requireIn(
                order.work(), order.out(), order.source().resume());
        for (String file : List.of(ModelPackage.MANIFEST, VaeDescriptor.FILE)) {
            if (!begun && Files.exists(order.out().resolve(file))) {
                throw new InputException(
                        "out",
                        "out: expected a folder without a model or an autoencoder, found " + file + " in "
                                + order.out());
            }
        }
        VaeConfig network = network();
        PixelTransfer given = order.spaceOf() == null ? null : space(order.spaceOf());
        TrainingData data = TrainingData.load(order.source(), err);
        err.println(data.describe());
        PixelTransfer transfer = given == null ? TransferFit.fit(data.train(), Preparation.SIGMA_DATA) : given;
        List<float[]> photos = data.train().stream()
                .map(photo -> transfer.toModel(photo.image().toFloats()))
                .toList();
        VaeTraining training = new VaeTraining(
                order(network, Preparation.digest(data.train(), order.source().size()) + " " + transfer),
                photos,
                EncoderPackage.weights(Home.resolve("models").resolve(Encoders.DEFAULT)),
                this::tell);
        StopSignal signal = new StopSignal(training::stop, STOP_LIMIT);
        try {
            return write(training.run(), network, transfer, data, photos, work);
        } finally {
            signal.ended();
        }
    }

    private VaeConfig network() {
        int channels = order.source().channels();
        if (channels != 1 && channels != 3) {
            throw new InputException("channels", "channels: expected 1 (grey) or 3 (RGB), found " + channels);
        }
        try {
            VaeConfig network =
                    VaeConfig.standard(order.source().channels(), order.source().size());
            VaeTraining.Order unused = order(network, ""); // refuses photos that are too small before any is read
            return network;
        } catch (IllegalArgumentException e) {
            throw new InputException("size", "size: " + e.getMessage(), e);
        }
    }

    private VaeTraining.Order order(VaeConfig network, String photosDigest) {
        return new VaeTraining.Order(
                network,
                order.config(),
                order.budget(),
                order.work(),
                CHECKPOINT_EVERY,
                order.source().resume(),
                photosDigest,
                order.device());
    }

    private static PixelTransfer space(String model) {
        return ModelPackage.open(ModelLibrary.of(null).find(model)).manifest().pixelTransfer();
    }

    private Summary write(
            VaeTraining.Result result,
            VaeConfig network,
            PixelTransfer transfer,
            TrainingData data,
            List<float[]> photos,
            OutputFolder work)
            throws IOException {
        Path out = order.out();
        Files.deleteIfExists(out.resolve(VaeDescriptor.FILE)); // half a folder is none
        Map<String, String> sha256 = VaePackage.write(out, network, result.average());
        try (VaeNetwork stored = VaePackage.open(out, network, order.device())) {
            Reconstructions reconstructions = new Reconstructions(stored, transfer);
            Reconstructions.Scaling scaling = reconstructions.scaling(photos, Preparation.SIGMA_DATA);
            List<Photo> holdout = data.holdout();
            VaeDescriptor.Reconstruction error =
                    reconstructions.error(holdout.stream().map(Photo::image).toList());
            VaeDescriptor descriptor = new VaeDescriptor(
                    network,
                    transfer,
                    scaling.scale(),
                    scaling.shift(),
                    sha256,
                    new ModelManifest.TrainingData(order.dataName(), order.licence(), "train", photos.size()),
                    new ModelManifest.Training(
                            result.images(), result.seconds(), order.config().seed(), Version.commit(), null),
                    data.train().stream().map(Photo::sha256).sorted().toList(),
                    error);
            work.write("beside-holdout.png", reconstructions.beside(holdout));
            Files.writeString(out.resolve(VaeDescriptor.FILE), descriptor.toJson());
            return new Summary(
                    out.toString(),
                    result.images(),
                    result.seconds(),
                    error.meanError(),
                    error.psnr(),
                    result.finished());
        }
    }

    private void tell(VaeTraining.Progress progress) {
        if (progress.step() % NEWS == 0) {
            err.printf(
                    Locale.ROOT,
                    "%5.1f %%  step %,d  %,d crops  %.0f s  error %.4f  features %.4f  divergence %.3f  gradient %.2f%n",
                    100 * progress.share(),
                    progress.step(),
                    progress.images(),
                    progress.seconds(),
                    progress.error(),
                    progress.feature(),
                    progress.divergence(),
                    progress.gradientNorm());
            err.flush();
        }
    }
}
