package dev.flawsmith.augmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A spec with the text that it was read from, so that later problems can name their line. */
public final class SpecDocument {
    private final DatasetSpec spec;
    private final String text;
    private final JsonNode tree;

    SpecDocument(DatasetSpec spec, String text, JsonNode tree) {
        this.spec = spec;
        this.text = text;
        this.tree = tree;
    }

    public DatasetSpec spec() {
        return spec;
    }

    /** The same with models under other names: those that they have themselves, for paths. */
    public SpecDocument named(UnaryOperator<String> names) {
        Map<String, Double> models = new LinkedHashMap<>();
        spec.models().forEach((name, share) -> models.merge(names.apply(name), share, Double::sum));
        return new SpecDocument(spec.withModels(models), text, tree);
    }

    /** The same with the folders that it names looked for elsewhere; its text stays. */
    public SpecDocument located(UnaryOperator<Path> folders) {
        return new SpecDocument(spec.withFolders(folders), text, tree);
    }

    /** As it was read. */
    public String text() {
        return text;
    }

    /** As JSON. */
    JsonNode tree() {
        return tree;
    }

    /** A problem with a field, {@code classes.scratch}; its line is that of the nearest part of the path that there is. */
    SpecProblem problem(String field, String message) {
        JsonNode node = tree;
        int line = 0;
        for (String part : field.split("\\.", -1)) {
            node = node.path(part);
            if (node.isMissingNode()) {
                break;
            }
            line = SpecReader.line(node);
        }
        return new SpecProblem(line, field, message);
    }
}
