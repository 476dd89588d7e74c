package dev.flawsmith.cli;

import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetImage;
import dev.flawsmith.augmentation.DatasetJob;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetTools;
import dev.flawsmith.augmentation.MaskSource;
import dev.flawsmith.augmentation.SpecDocument;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.synthesis.ModelListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Opens what a dataset is made with. Close it when the job is over. */
final class AugmentationTools implements AutoCloseable {
    private final OpenModels models;
    private final @Nullable ClassifierGate gate;
    private final DatasetTools tools;

    private AugmentationTools(OpenModels models, @Nullable ClassifierGate gate, DatasetTools tools) {
        this.models = models;
        this.gate = gate;
        this.tools = tools;
    }

    /**
     * The models that a spec names.
     *
     * @throws InputException if there is one that is none, or a size for models that have one
     */
    static List<ModelChoice> choices(SpecDocument document, ModelLibrary library) {
        Integer size = document.spec().size();
        List<ModelChoice> choices = new ArrayList<>();
        for (String name : document.spec().models().keySet()) {
            choices.add(ModelChoice.find(library, name, name.equals(ModelLibrary.PROCEDURAL) ? size : null));
        }
        if (size != null && choices.stream().noneMatch(ModelChoice.Procedural.class::isInstance)) {
            throw new InputException("size", "size: expected none, for only the model procedural draws any size");
        }
        return choices;
    }

    /**
     * Opens models, with engine and bucket of the images that are there already, if any are.
     *
     * @param choices the spec's models
     */
    static AugmentationTools open(
            DatasetOrder order, List<ModelChoice> choices, DatasetFolder folder, EngineWish wish, PrintWriter err)
            throws IOException {
        Map<String, DatasetImage> first = folder.firstImages();
        OpenModels models = OpenModels.forDataset(choices, BatchSetting.GENERATE, wish, choice -> {
            DatasetImage image = first.get(name(choice));
            return image == null ? wish : begun(image, wish);
        });
        ClassifierGate gate = null;
        try {
            Map<String, MaskSource> masks = new HashMap<>();
            Map<String, Map<String, Long>> learntFrom = new HashMap<>();
            for (ModelChoice choice : choices) {
                if (choice instanceof ModelChoice.Procedural procedural) {
                    masks.put(ModelLibrary.PROCEDURAL, masks(procedural.size()));
                } else if (choice instanceof ModelChoice.Packaged packaged) {
                    photos(packaged.folder())
                            .ifPresent(counts -> learntFrom.put(ModelLibrary.name(packaged.folder()), counts));
                }
            }
            DatasetTools ungated = new DatasetTools(
                    models.synthesizer(),
                    BatchSetting.GENERATE.batcher().maxImages(),
                    null,
                    null,
                    masks,
                    DatasetAppraiser.of(order, folder, err).orElse(null),
                    learntFrom,
                    Version.current());
            DatasetJob.check(order, folder, ungated); // before a classifier takes its minute
            gate = ClassifierGate.of(order, folder.work(), err).orElse(null);
            return new AugmentationTools(models, gate, gate == null ? ungated : ungated.with(gate, gate.sha256()));
        } catch (IOException | RuntimeException e) {
            models.close();
            if (gate != null) {
                gate.close();
            }
            throw e;
        }
    }

    private static String name(ModelChoice choice) {
        return choice instanceof ModelChoice.Packaged packaged
                ? ModelLibrary.name(packaged.folder())
                : ModelLibrary.PROCEDURAL;
    }

    private static EngineWish begun(DatasetImage image, EngineWish wish) {
        String engine = image.engine();
        Integer bucket = image.bucket();
        return engine == null || engine.equals("java")
                ? wish
                : EngineWish.of(engine, bucket == null ? 0 : bucket).with(wish.trust());
    }

    static MaskSource masks(int size) {
        ProceduralGenerator generator = new ProceduralGenerator();
        return (className, seed) ->
                generator.generate(className, seed, size, size).mask();
    }

    /** Training photos of each class, of a package that says. */
    private static Optional<Map<String, Long>> photos(Path folder) throws IOException {
        Path index = folder.resolve(ModelPackage.INDEX);
        if (!Files.isDirectory(index)) {
            return Optional.empty();
        }
        Map<String, Long> counts = new TreeMap<>();
        for (IndexEntry entry : TrainingIndex.read(index).train()) {
            counts.merge(entry.className(), 1L, Long::sum);
        }
        return Optional.of(counts);
    }

    DatasetTools tools() {
        return tools;
    }

    /** Has the models tell of what they do. */
    void listen(ModelListener listener) {
        models.synthesizer().listen(listener);
    }

    @Override
    public void close() {
        models.close();
        if (gate != null) {
            gate.close();
        }
    }
}
