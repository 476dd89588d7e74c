package dev.flawsmith.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.synthesis.ModelDescription;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code models list}: every package of the folder, and the rule-based generator. */
@Command(
        name = "list",
        description = "Lists the models of a folder, without comparing their files with their hashes; verify does.")
final class ModelsListCommand extends FlawsmithCommand {
    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    /**
     * A model in short.
     *
     * @param resolution height
     * @param width of an image
     * @param path of its folder; null for the rule-based generator
     * @param problem why its descriptor cannot be read; null where it can
     */
    record Entry(
            String name,
            @Nullable String version,
            @Nullable String kind,
            int resolution,
            int width,
            int channels,
            List<String> classes,
            @Nullable String path,
            @Nullable String problem) {
        private String text() {
            if (problem != null) {
                return name + "  " + problem;
            }
            return String.format(
                    "%-24s %-11s %dx%d %s  %s",
                    name, kind, width, resolution, channels == 1 ? "grey" : "RGB", String.join(", ", classes));
        }
    }

    private record Result(List<Entry> models) {}

    @Override
    public Integer call() {
        List<Entry> entries = new ArrayList<>();
        for (Path folder : ModelLibrary.of(models).packages()) {
            entries.add(entry(folder));
        }
        ModelDescription procedural = ProceduralModel.describe(ProceduralModel.DEFAULT_SIZE);
        entries.add(new Entry(
                procedural.name(),
                procedural.version(),
                procedural.kind(),
                procedural.shape().height(),
                procedural.shape().width(),
                procedural.shape().channels(),
                procedural.classes(),
                null,
                null));
        print(new Result(entries), entries.stream().map(Entry::text).collect(Collectors.joining("\n")));
        return Main.OK;
    }

    private static Entry entry(Path folder) {
        JsonNode descriptor;
        try {
            descriptor = ModelDescriptor.read(folder);
        } catch (InputException e) {
            return new Entry(
                    ModelLibrary.name(folder), null, null, 0, 0, 0, List.of(), folder.toString(), e.getMessage());
        }
        List<String> classes = new ArrayList<>();
        descriptor.path("classes").forEach(name -> classes.add(name.asText()));
        return new Entry(
                ModelLibrary.name(folder),
                descriptor.path("version").asText(),
                descriptor.path("kind").asText(),
                descriptor.path("resolution").asInt(descriptor.path("height").asInt()),
                descriptor.path("resolution").asInt(descriptor.path("width").asInt()),
                descriptor.path("channels").asInt(),
                classes,
                folder.toString(),
                null);
    }
}
