package dev.flawsmith.training.generator;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorManifest;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import dev.flawsmith.training.TrainingPhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a trained generator as the files of a model package; the caller adds the index, then seals it. */
public final class GeneratorFiles {
    private GeneratorFiles() {}

    /** Writes {@code generator.safetensors}: the averaged weights as named half-precision tensors. */
    public static void writeWeights(Path directory, GeneratorConfig network, float[] average) throws IOException {
        Files.createDirectories(directory);
        Safetensors.write(
                directory.resolve(ModelPackage.GENERATOR),
                NamedTensors.of(GeneratorNetwork.tensors(network), average),
                Map.of("format", "flawsmith-generator"),
                Safetensors.Precision.F16);
    }

    /**
     * What a run cannot know of itself.
     *
     * @param version of the weights
     * @param dataName what the photos are called
     * @param licence of the photos
     * @param commit of the source that trained it, null if unknown
     */
    public record Provenance(
            String version,
            String dataName,
            String licence,
            @Nullable String commit) {}

    /**
     * The manifest of a trained generator, without file hashes.
     *
     * @param sigmaData standard deviation that the photos' values were brought to
     * @param transfer between pixels and the network's values
     */
    public static ModelManifest manifest(
            String name,
            GeneratorMethod method,
            GeneratorRun run,
            TrainingPhotos photos,
            double sigmaData,
            PixelTransfer transfer,
            GeneratorTraining.Result result,
            Provenance provenance) {
        return new ModelManifest(
                name,
                provenance.version(),
                method.kind(),
                photos.size(),
                photos.channels(),
                photos.classes(),
                new ModelManifest.Conditioning(true, null),
                "image",
                sigmaData,
                transfer,
                null,
                null,
                "index",
                GeneratorManifest.toManifest(run.network()),
                new ModelManifest.TrainingData(
                        provenance.dataName(),
                        provenance.licence(),
                        "train",
                        photos.photos().size()),
                new ModelManifest.Training(result.images(), result.seconds(), method.seed(), provenance.commit(), null),
                Map.of());
    }
}
