package dev.flawsmith.jobs;

import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetJob;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetTools;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.RuleBasedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A workshop whose one model, {@code drawn}, draws by rules: whole datasets in a moment. */
public final class RuleWorkshop implements DatasetWorkshop, AutoCloseable {
    private static final ProceduralGenerator GENERATOR = new ProceduralGenerator();

    private final ModelSynthesizer synthesizer;
    private final DatasetTools tools;

    /** @param size of the images, in pixels a side */
    public RuleWorkshop(int size) {
        synthesizer = new ModelSynthesizer(List.of(new RuleBasedModel(
                new ModelDescription(
                        "drawn",
                        "1",
                        "procedural",
                        "0123456789abcdef0123",
                        new ImageShape(1, size, size),
                        ProceduralGenerator.classes(),
                        false,
                        List.of(),
                        null,
                        0,
                        1,
                        "not checked",
                        "java"),
                (className, seed) ->
                        GENERATOR.generate(className, seed, size, size).image(),
                "rules",
                64)));
        tools = new DatasetTools(synthesizer, 64, null, null, Map.of(), null, Map.of(), "test");
    }

    /**
     * A service on a store of its own that makes datasets here, with three photos of {@code pit} in the folder {@code line}.
     *
     * @param data where all of it goes
     */
    public JobService service(Path data) throws IOException {
        Path photos = data.resolve("photos");
        Path pits = Files.createDirectories(photos.resolve("line/pit"));
        for (int i = 0; i < 3; i++) {
            Files.write(
                    pits.resolve(i + ".png"),
                    Png.encode(GENERATOR.generate("pit", 900 + i, 32, 32).image(), Map.of()));
        }
        return JobService.start(
                new StoreLocation.Embedded(data),
                data,
                List.of(new DatasetWork(this, new PhotoShelf(photos))),
                TestSettings.fast(),
                Duration.ZERO);
    }

    @Override
    public Set<String> models() {
        return Set.of("drawn");
    }

    @Override
    public Set<String> encoders() {
        return Set.of("pixel");
    }

    @Override
    public void check(DatasetOrder order, Path out) throws IOException {
        DatasetJob.check(order, DatasetFolder.begunOrNew(out), tools);
    }

    @Override
    public Tools open(DatasetOrder order, DatasetFolder out) {
        return new Tools() {
            @Override
            public DatasetTools tools() {
                return tools;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        synthesizer.close();
    }
}
