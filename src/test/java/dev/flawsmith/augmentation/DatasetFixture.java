package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
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

    static final String SPEC = """
            model: drawn
            classes: {scratch: 70, pit: 50}
            seed: 7
            near_duplicates: 0.6
            splits: {train: 4, validation: 1}
            formats: [imagefolder, coco, webdataset, parquet]
            """;

    static final String GATED = SPEC + "quality: {at_least: 0.5}\nreference: %s\n";
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

    /** Six photos of scratches and four of pits below a folder. */
    static Path photos(Path folder) throws IOException {
        Path photos = folder.resolve("photos");
        for (String name : new String[] {"scratch", "pit"}) {
            for (int i = 0; i < (name.equals("pit") ? 4 : 6); i++) {
                Path file = photos.resolve(name).resolve(i + ".png");
                Files.createDirectories(file.getParent());
                PixelImage image = new ProceduralGenerator()
                        .generate(name, 9000 + i, 48, 40)
                        .image();
                Files.write(file, Png.encode(image, Map.of()));
            }
        }
        return photos;
    }

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
                hashes.put(folder.relativize(file).toString(), Sha256.hex(file));
            }
        }
        return new HashMap<>(hashes);
    }

    @Override
    public void close() {
        synthesizer.close();
    }
}
