package dev.flawsmith.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison that counts files: its result is {@code {"train": 2, …}}, its report the names. Options may have a seed. */
public final class CountingComparison implements Comparison {
    public static final Set<String> SUFFIXES = Set.of("png", "jpg", "bmp");

    private final String kind;

    private CountingComparison(String kind) {
        this.kind = kind;
    }

    /** Work of the kind {@code audit} with limits small enough to be met. */
    public static ComparisonWork work(PhotoShelf photos, JobWork datasets, UploadLimits limits) {
        return work("audit", photos, datasets, limits);
    }

    /** The same under another name. */
    public static ComparisonWork work(String kind, PhotoShelf photos, JobWork datasets, UploadLimits limits) {
        return new ComparisonWork(new CountingComparison(kind), photos, datasets, SUFFIXES, limits);
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> sides() {
        return List.of("train", "holdout", "synthetic");
    }

    @Override
    public Set<String> optional() {
        return Set.of("holdout");
    }

    @Override
    public List<FieldError> check(ObjectNode options) {
        options.remove("seed");
        return options.isEmpty() ? List.of() : List.of(new FieldError("more", "expected seed only"));
    }

    @Override
    public String run(Map<String, Side> sides, ObjectNode options, Path out, Runnable step) throws IOException {
        Files.createDirectories(out);
        Map<String, Integer> counts = new TreeMap<>();
        sides.forEach((name, side) ->
                counts.put("\"" + name + "\"", files(side.folder()).size()));
        step.run();
        for (Map.Entry<String, Side> side : sides.entrySet()) {
            Files.writeString(
                    out.resolve(side.getKey() + ".txt"),
                    String.join("\n", files(side.getValue().folder())));
        }
        step.run();
        step.run();
        return counts.toString().replace('=', ':');
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
