package dev.flawsmith.cli;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.Png;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.onnx.MiniLmTextEncoder;
import dev.flawsmith.training.ModelCard;
import dev.flawsmith.training.PackageWriter;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.Trainer;
import dev.flawsmith.training.TrainingRun;
import dev.flawsmith.training.WeightParity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The package that a training run ends with: weights, index, samples, card, and last the manifest that seals them. */
final class TrainedPackage {
    private static final String VERSION = "1";
    private static final int CARD_SAMPLES = 8;

    private final TrainingJob.Order order;
    private final List<TrainingIndex> index;
    private final Preparation prepared;
    private final Sampling sampling;

    TrainedPackage(TrainingJob.Order order, List<TrainingIndex> index, Preparation prepared, Sampling sampling) {
        this.order = order;
        this.index = index;
        this.prepared = prepared;
        this.sampling = sampling;
    }

    void write(TrainingRun run, Trainer.Result result, TrainingNews news, ModelManifest.@Nullable Ancestor ancestor)
            throws IOException {
        Path out = order.out();
        Files.deleteIfExists(out.resolve(ModelPackage.MANIFEST)); // half a package is none: nobody opens it
        PackageWriter.writeWeights(out, run.network(), result.average());
        if (order.vae() != null) {
            order.vae().copyTo(out);
        }
        WeightParity parity = WeightParity.measure(run, prepared.decoding(), result.average(), out);
        TrainingIndexes.write(out.resolve(ModelPackage.INDEX), index);
        Files.write(
                out.resolve("samples.png"),
                Png.encode(news.sheet(result.average(), sampling.sheet(), CARD_SAMPLES), Map.of()));
        Path chart = out.resolve(TrainingJob.WORK).resolve("loss.png");
        if (Files.isRegularFile(chart)) {
            Files.copy(chart, out.resolve("loss.png"), StandardCopyOption.REPLACE_EXISTING);
        }
        ModelManifest manifest = PackageWriter.manifest(
                ModelLibrary.name(out),
                run,
                prepared,
                result,
                new PackageWriter.Provenance(
                        VERSION,
                        order.vae() == null ? ModelManifest.PIXEL : ModelManifest.LATENT,
                        MiniLmTextEncoder.NAME,
                        sampling.schedule(),
                        sampling.defaults(),
                        order.dataName(),
                        order.licence(),
                        Version.commit(),
                        ancestor));
        Files.writeString(
                out.resolve("README.md"),
                ModelCard.of(
                        manifest,
                        order.config(),
                        sampling.distilled(),
                        order.vae() == null ? null : order.vae().descriptor(),
                        Guard.of(index).describe(),
                        parity.describe()),
                StandardCharsets.UTF_8);
        ModelPackage.seal(out, manifest);
    }
}
