package dev.flawsmith.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationSettings;
import dev.flawsmith.evaluation.EvaluationSource;
import dev.flawsmith.evaluation.features.ImageSet;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.jobs.Comparison;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Evaluations as jobs: what {@code evaluate} does, of folders only. Features of the images are not kept. */
final class EvaluationComparison implements Comparison {
    private static final String REFERENCE = "reference";
    private static final String SYNTHETIC = "synthetic";
    private static final String FLOOR = "floor";
    private static final int MOST_NEIGHBOURS = 1000;
    private static final int MOST_REPEATS = 10_000;

    @Override
    public String kind() {
        return "evaluation";
    }

    @Override
    public List<String> sides() {
        return List.of(REFERENCE, SYNTHETIC, FLOOR);
    }

    @Override
    public Set<String> optional() {
        return Set.of(FLOOR);
    }

    @Override
    public List<FieldError> check(ObjectNode options) {
        FieldReader reader = new FieldReader(options);
        Options unused = Options.read(reader);
        return reader.finish();
    }

    private record Options(EvaluationSettings settings, String encoder, Map<String, Split> splits) {
        static Options read(FieldReader reader) {
            EvaluationSettings defaults = EvaluationSettings.DEFAULT;
            String encoder = reader.oneOf("encoder", Encoders.names(), Encoders.DEFAULT);
            int k = reader.integerWithin("k", 1, MOST_NEIGHBOURS, defaults.k());
            long seed = ComparisonOptions.seed(reader);
            int repeats = reader.integerWithin("bootstrap", 0, MOST_REPEATS, -1);
            if (repeats == 1) {
                reader.refuse("bootstrap", "expected 0 or 2 to " + MOST_REPEATS + ", found 1");
            }
            Integer bootstrap = repeats < 0 || repeats == 1 ? null : (Integer) repeats;
            Map<String, Split> splits = new TreeMap<>();
            for (String side : List.of(REFERENCE, SYNTHETIC, FLOOR)) {
                Split split = ComparisonOptions.split(reader, side + "_split");
                if (split != null) {
                    splits.put(side, split);
                }
            }
            return new Options(new EvaluationSettings(k, seed, bootstrap), encoder, splits);
        }
    }

    @Override
    public String run(Map<String, Side> sides, ObjectNode json, Path out, Runnable step) throws IOException {
        Options options = Options.read(new FieldReader(json));
        SideNames names = new SideNames(sides);
        Path features = out.resolveSibling("features"); // a killed run's are found again
        try {
            return names.refusing(() -> {
                EvaluationSource real = open(REFERENCE, sides, options, names);
                EvaluationSource generated = open(SYNTHETIC, sides, options, names);
                EvaluationSource other = sides.containsKey(FLOOR) ? open(FLOOR, sides, options, names) : null;
                if (other == null && options.splits().containsKey(FLOOR)) {
                    throw new InputException("floor-split", "floor_split: expected with floor only");
                }
                step.run();
                EvaluationReport report = new EvaluationRun(
                                Objects.requireNonNull(real),
                                Objects.requireNonNull(generated),
                                other,
                                options.settings(),
                                options.encoder(),
                                features,
                                step,
                                ComparisonOptions.silent())
                        .run(OutputFolder.check("out", out));
                return new String(AuditRun.json(report), StandardCharsets.UTF_8).strip();
            });
        } finally {
            delete(features);
        }
    }

    private static EvaluationSource open(String side, Map<String, Side> sides, Options options, SideNames names) {
        Path folder = Objects.requireNonNull(sides.get(side)).folder();
        @Nullable Split split = options.splits().get(side);
        EvaluationSource source = new EvaluationInput(null, ComparisonOptions.silent()).open(side, folder, split);
        if (source instanceof EvaluationSource.Images images) {
            ImageSet set = images.set();
            return new EvaluationSource.Images(new ImageSet(names.told(set.name()), set.files(), set.limits()));
        }
        return source;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
