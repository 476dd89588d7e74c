package dev.flawsmith.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.audit.AuditSettings;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.jobs.Comparison;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Audits as jobs: what {@code audit} does, of folders only. */
final class AuditComparison implements Comparison {
    private static final String TRAIN = "train";
    private static final String HOLDOUT = "holdout";
    private static final String SYNTHETIC = "synthetic";
    private static final int LEAST_PERMUTATIONS = 100;
    private static final int MOST_PERMUTATIONS = 100_000;

    @Override
    public String kind() {
        return "audit";
    }

    @Override
    public List<String> sides() {
        return List.of(TRAIN, HOLDOUT, SYNTHETIC);
    }

    @Override
    public Set<String> optional() {
        return Set.of();
    }

    @Override
    public List<FieldError> check(ObjectNode options) {
        FieldReader reader = new FieldReader(options);
        Options unused = Options.read(reader);
        return reader.finish();
    }

    private record Options(
            AuditSettings settings,
            @Nullable Split train,
            @Nullable Split holdout,
            boolean neighbours) {
        static Options read(FieldReader reader) {
            AuditSettings defaults = AuditSettings.DEFAULT;
            Double fdr = reader.number("fdr");
            if (fdr != null && !(fdr > 0 && fdr < 1)) {
                reader.refuse("fdr", "expected a rate between 0 and 1, found " + fdr);
                fdr = null;
            }
            int permutations = reader.integerWithin(
                    "permutations", LEAST_PERMUTATIONS, MOST_PERMUTATIONS, defaults.permutations());
            long seed = ComparisonOptions.seed(reader);
            Split train = ComparisonOptions.split(reader, "train_split");
            Split holdout = ComparisonOptions.split(reader, "holdout_split");
            Boolean neighbours = reader.flag("neighbours");
            return new Options(
                    new AuditSettings(fdr == null ? defaults.fdr() : fdr, permutations, seed),
                    train,
                    holdout,
                    neighbours == null || neighbours);
        }
    }

    @Override
    public String run(Map<String, Side> sides, ObjectNode json, Path out, Runnable step) throws IOException {
        Options options = Options.read(new FieldReader(json));
        SideNames names = new SideNames(sides);
        AuditSets.Order order = new AuditSets.Order(
                folder(sides, TRAIN),
                folder(sides, HOLDOUT),
                folder(sides, SYNTHETIC),
                options.train(),
                options.holdout());
        AuditRun run = new AuditRun(
                order, options.settings(), options.neighbours(), names::told, step, ComparisonOptions.silent());
        return names.refusing(() -> {
            try (AuditSets sets = AuditSets.open(order, ComparisonOptions.silent())) {
                step.run();
                AuditDocument document = run.run(sets, OutputFolder.check("out", out));
                return new String(AuditRun.json(document), StandardCharsets.UTF_8).strip();
            }
        });
    }

    private static Path folder(Map<String, Side> sides, String side) {
        return Objects.requireNonNull(sides.get(side)).folder();
    }
}
