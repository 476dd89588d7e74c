package dev.flawsmith.cli;

import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetJob;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetTools;
import dev.flawsmith.augmentation.MaskSource;
import dev.flawsmith.augmentation.SpecException;
import dev.flawsmith.augmentation.SpecProblem;
import dev.flawsmith.jobs.DatasetWorkshop;
import dev.flawsmith.synthesis.ModelListener;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a server makes datasets with. Orders are checked by the models that it serves; each dataset is drawn by models of its own, opened
 * as {@code augment} opens them: only calls of one shape give the same bits after a resume, and a server's calls have many shapes.
 */
final class ServedDatasets implements DatasetWorkshop {
    private final ModelLibrary library;
    private final Synthesizer served;
    private final EngineWish wish;
    private volatile ModelListener listener = ModelListener.NONE;

    ServedDatasets(ModelLibrary library, Synthesizer served, EngineWish wish) {
        this.library = library;
        this.served = served;
        this.wish = wish;
    }

    @Override
    public void listen(ModelListener next) {
        listener = next;
    }

    @Override
    public Set<String> models() {
        Set<String> names = new LinkedHashSet<>();
        served.models().forEach(model -> names.add(model.name()));
        return names;
    }

    @Override
    public Set<String> encoders() {
        return new LinkedHashSet<>(Encoders.names());
    }

    @Override
    public void check(DatasetOrder order, Path folder) throws IOException {
        List<ModelChoice> choices = asked(() -> AugmentationTools.choices(order.document(), library));
        int size = choices.stream()
                .filter(ModelChoice.Procedural.class::isInstance)
                .mapToInt(choice -> ((ModelChoice.Procedural) choice).size())
                .findFirst()
                .orElse(ProceduralModel.DEFAULT_SIZE);
        Map<String, MaskSource> masks = new HashMap<>();
        masks.put(ModelLibrary.PROCEDURAL, AugmentationTools.masks(size));
        try (SizedSynthesizer sized = new SizedSynthesizer(served, size)) {
            DatasetTools tools = new DatasetTools(
                    sized,
                    BatchSetting.GENERATE.batcher().maxImages(),
                    null,
                    null,
                    masks,
                    null,
                    Map.of(),
                    Version.current());
            DatasetJob.check(order, DatasetFolder.begunOrNew(folder), tools);
        }
    }

    @Override
    public Tools open(DatasetOrder order, DatasetFolder folder) throws IOException {
        List<ModelChoice> choices = asked(() -> AugmentationTools.choices(order.document(), library));
        AugmentationTools opened;
        try {
            opened = AugmentationTools.open(order, choices, folder, wish, new PrintWriter(Writer.nullWriter()));
        } catch (InputException e) {
            throw refused(e);
        }
        opened.listen(listener);
        return new Tools() {
            @Override
            public DatasetTools tools() {
                return opened.tools();
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (InputException e) {
            throw refused(e);
        }
    }

    private static SpecException refused(InputException e) {
        String message = String.valueOf(e.getMessage());
        String field = e.param() + ": ";
        SpecException refused = new SpecException(List.of(new SpecProblem(
                0, e.param(), message.startsWith(field) ? message.substring(field.length()) : message)));
        refused.initCause(e);
        return refused;
    }
}
