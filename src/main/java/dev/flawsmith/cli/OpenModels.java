package dev.flawsmith.cli;

import dev.flawsmith.bench.ServedModels;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.model.onnx.MiniLmTextEncoder;
import dev.flawsmith.synthesis.ImageModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Models put together and loaded, and what they share. Close it once the synthesizer is no longer asked. */
final class OpenModels implements ServedModels {
    private final ModelSynthesizer synthesizer;
    private final TextEncoder textEncoder;

    private OpenModels(ModelSynthesizer synthesizer, TextEncoder textEncoder) {
        this.synthesizer = synthesizer;
        this.textEncoder = textEncoder;
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
        try {
            for (ModelChoice choice : choices) {
                models.add(open(choice, textEncoder, setting, own.apply(choice)));
            }
            return new OpenModels(new ModelSynthesizer(models), textEncoder);
        } catch (RuntimeException e) {
            models.forEach(ImageModel::close);
            textEncoder.close();
            throw e;
        }
    }

    private static ImageModel open(ModelChoice choice, TextEncoder textEncoder, BatchSetting setting, EngineWish wish) {
        if (choice instanceof ModelChoice.Procedural procedural) {
            return ProceduralModel.open(procedural.size(), setting.batcher().maxImages());
        }
        Path folder = ((ModelChoice.Packaged) choice).folder();
        return ModelPackage.isPackage(folder)
                ? PackagedModel.open(folder, textEncoder, setting, wish)
                : ImportedModel.open(folder, setting, wish);
    }

    @Override
    public ModelSynthesizer synthesizer() {
        return synthesizer;
    }

    @Override
    public void close() {
        synthesizer.close();
        textEncoder.close();
    }
}
