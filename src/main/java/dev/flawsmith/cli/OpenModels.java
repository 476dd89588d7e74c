package dev.flawsmith.cli;

import dev.flawsmith.bench.ServedModels;
import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.GeneratorFolder;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.model.onnx.MiniLmTextEncoder;
import dev.flawsmith.synthesis.ImageModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Models put together and loaded, and what they share. Close it once the synthesizer is no longer asked. */
final class OpenModels implements ServedModels {
    private final ModelSynthesizer synthesizer;
    private final List<AutoCloseable> owned;

    /** @param owned what is closed after the models */
    private OpenModels(ModelSynthesizer synthesizer, List<AutoCloseable> owned) {
        this.synthesizer = synthesizer;
        this.owned = owned;
    }

    /** One model. */
    static OpenModels forGeneration(ModelChoice choice, BatchSetting setting, EngineWish wish) {
        return open(List.of(choice), setting, wish);
    }

    /** The models of a dataset, each with a wish of its own. */
    static OpenModels forDataset(
            List<ModelChoice> choices, BatchSetting setting, EngineWish wish, Function<ModelChoice, EngineWish> own) {
        return open(choices, setting, wish, own);
    }

    /** Every package, in order, and last the rule-based generator. */
    static OpenModels forServing(List<Path> packages, BatchSetting setting, EngineWish wish) {
        List<ModelChoice> choices = new ArrayList<>();
        packages.forEach(folder -> choices.add(new ModelChoice.Packaged(folder)));
        choices.add(new ModelChoice.Procedural(ProceduralModel.DEFAULT_SIZE));
        return open(choices, setting, wish);
    }

    private static OpenModels open(List<ModelChoice> choices, BatchSetting setting, EngineWish wish) {
        return open(choices, setting, wish, choice -> wish);
    }

    private static OpenModels open(
            List<ModelChoice> choices, BatchSetting setting, EngineWish wish, Function<ModelChoice, EngineWish> own) {
        if (wish.engine() == NetworkEngine.PYTORCH
                && choices.stream().anyMatch(ModelChoice.Packaged.class::isInstance)) {
            PackagedModel.loadEngineAhead(wish);
        }
        TextEncoder textEncoder = MiniLmTextEncoder.open(); // loads itself at the first prompt
        List<ImageModel> models = new ArrayList<>();
        List<AutoCloseable> owned = new ArrayList<>(List.of(textEncoder));
        try {
            for (ModelChoice choice : choices) {
                models.add(open(choice, textEncoder, setting, own.apply(choice), owned::add));
            }
            return new OpenModels(new ModelSynthesizer(models), owned);
        } catch (RuntimeException e) {
            models.forEach(ImageModel::close);
            close(owned);
            throw e;
        }
    }

    private static ImageModel open(
            ModelChoice choice,
            TextEncoder textEncoder,
            BatchSetting setting,
            EngineWish wish,
            Consumer<AutoCloseable> owned) {
        if (choice instanceof ModelChoice.Procedural procedural) {
            return ProceduralModel.open(procedural.size(), setting.batcher().maxImages());
        }
        Path folder = ((ModelChoice.Packaged) choice).folder();
        if (ModelPackage.isPackage(folder)) {
            return PackagedModel.open(folder, textEncoder, setting, wish);
        }
        if (GeneratorFolder.isOne(folder)) {
            return ImportedGenerator.open(folder, setting, wish);
        }
        return DenoiserFolder.isOne(folder)
                ? ImportedModel.open(folder, setting, wish)
                : ImportedPipeline.open(folder, setting, wish, owned);
    }

    @Override
    public ModelSynthesizer synthesizer() {
        return synthesizer;
    }

    @Override
    public void close() {
        try {
            synthesizer.close();
        } finally {
            close(owned);
        }
    }

    /** All of them, whatever one of them says. */
    private static void close(List<AutoCloseable> owned) {
        IllegalStateException failure = null;
        for (AutoCloseable each : owned) {
            try {
                each.close();
            } catch (Exception e) {
                IllegalStateException wrapped = new IllegalStateException("a text encoder cannot be closed", e);
                if (failure == null) {
                    failure = wrapped;
                } else {
                    failure.addSuppressed(wrapped);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
