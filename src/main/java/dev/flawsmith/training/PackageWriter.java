package dev.flawsmith.training;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a trained network as the files of a model package; the caller adds the index, then seals it. */
public final class PackageWriter {
    private PackageWriter() {}

    /** Writes {@code denoiser.safetensors}: the averaged weights as named half-precision tensors. */
    public static void writeWeights(Path directory, UNetConfig network, float[] average) throws IOException {
        Files.createDirectories(directory);
        Safetensors.write(
                directory.resolve(ModelPackage.DENOISER),
                NamedTensors.of(DjlNetwork.tensors(network), average),
                Map.of("format", "flawsmith-unet"),
                Safetensors.Precision.F16);
    }

    /** The manifest of a trained model, without file hashes. */
    public static ModelManifest manifest(
            String name, TrainingRun run, Preparation prepared, Trainer.Result result, Provenance provenance) {
        TrainingPhotos photos = prepared.photos();
        return new ModelManifest(
                name,
                provenance.version(),
                provenance.kind(),
                prepared.decoding().shape().height(),
                prepared.decoding().shape().channels(),
                photos.classes(),
                new ModelManifest.Conditioning(true, provenance.textEncoder()),
                "edm",
                run.sigmaData(),
                prepared.transfer(),
                provenance.schedule(),
                provenance.defaults(),
                "index",
                UNetManifest.toManifest(run.network()),
                new ModelManifest.TrainingData(
                        provenance.dataName(),
                        provenance.licence(),
                        "train",
                        photos.photos().size()),
                new ModelManifest.Training(
                        result.images(),
                        result.seconds(),
                        run.config().seed(),
                        provenance.commit(),
                        provenance.startedFrom()),
                Map.of());
    }

    /**
     * What a run cannot know of itself.
     *
     * @param version of the weights
     * @param kind {@link ModelManifest#PIXEL} or {@link ModelManifest#LATENT}
     * @param textEncoder name of the sentence encoder
     * @param schedule noise levels of sampling
     * @param defaults of a request
     * @param dataName what the photos are called
     * @param licence of the photos
     * @param commit of the source that trained it, null if unknown
     * @param startedFrom the model whose weights it started from, null for a fresh start
     */
    public record Provenance(
            String version,
            String kind,
            String textEncoder,
            ModelManifest.Schedule schedule,
            ModelManifest.Defaults defaults,
            String dataName,
            String licence,
            @org.jspecify.annotations.Nullable String commit,
            ModelManifest.@org.jspecify.annotations.Nullable Ancestor startedFrom) {}
}
