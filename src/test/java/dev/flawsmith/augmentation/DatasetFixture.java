package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.RuleBasedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule-based generator at 32 pixels as the model {@code drawn}, and jobs on it. */
final class DatasetFixture implements AutoCloseable {
    static final int SIZE = 32;
    private static final ProceduralGenerator GENERATOR = new ProceduralGenerator();

    final ModelSynthesizer synthesizer = new ModelSynthesizer(List.of(new RuleBasedModel(
            new ModelDescription(
                    "drawn",
                    "1",
                    "procedural",
                    "0123456789abcdef0123",
                    new ImageShape(1, SIZE, SIZE),
                    ProceduralGenerator.classes(),
                    false,
                    List.of(),
                    null,
                    0,
                    1,
                    "not checked",
                    "java"),
            (className, seed) -> GENERATOR.generate(className, seed, SIZE, SIZE).image(),
            "rules",
            64)));

    DatasetTools tools(@Nullable QualityGate gate) {
        return new DatasetTools(
                synthesizer,
                64,
                gate,
                gate == null ? null : "gate",
                Map.of(
                        "drawn",
                        (className, seed) ->
                                GENERATOR.generate(className, seed, SIZE, SIZE).mask()),
                null,
                Map.of(),
                "test");
    }

    static DatasetOrder order(String spec) {
        return DatasetOrder.of(SpecReader.read(spec));
    }

    DatasetOutcome run(String spec, Path out, boolean resume, @Nullable QualityGate gate, DatasetListener listener)
            throws IOException, InterruptedException {
        return new DatasetJob(order(spec), DatasetFolder.check(out, resume), tools(gate), listener).run();
    }

    /** Every file of a folder with its hash. */
    static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(folder.relativize(file).toString(), Hashes.sha256(file));
            }
        }
        return new HashMap<>(hashes);
    }

    @Override
    public void close() {
        synthesizer.close();
    }
}
