package dev.flawsmith.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be compared, and how. As JSON, each set is the name of a folder among the server's photos, {@code {"job": ID}} or, of an
 * upload, {@code {"upload": {…}}}; beside them may be {@code options}.
 *
 * @param sides in order of their names
 */
record ComparisonSpec(Map<String, Source> sides, ObjectNode options) {
    /** Unknown fields that an answer names. */
    private static final int MOST_NAMED = 20;

    private static final int LONGEST_NAME = 64;

    static final String UPLOAD = "upload";
    static final String OPTIONS = "options";
    private static final String JOB = "job";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    ComparisonSpec {
        sides = Map.copyOf(sides);
    }

    /** Where a set comes from. */
    sealed interface Source {
        /** A folder among the server's photos. */
        record Folder(String name) implements Source {}

        /** The images of a dataset job. */
        record Dataset(String job) implements Source {}

        /** What was sent with the request. */
        record Upload() implements Source {}
    }

    /**
     * Reads a spec, as far as it can be without looking anything up.
     *
     * @throws JobException naming every field
     */
    static ComparisonSpec read(String spec, Comparison comparison) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode root = parse(spec);
        Map<String, Source> sides = new TreeMap<>();
        for (String side : comparison.sides()) {
            JsonNode node = root.get(side);
            Source source = node == null ? null : source(node);
            if (source != null) {
                sides.put(side, source);
            } else if (node != null || !comparison.optional().contains(side)) {
                errors.add(new FieldError(
                        side,
                        "expected an upload, the name of a folder among the server's photos, or {\"job\": ID}, found "
                                + (node == null ? "none" : "something else")));
            }
        }
        Set<String> unknown = new TreeSet<>();
        root.fieldNames().forEachRemaining(unknown::add);
        comparison.sides().forEach(unknown::remove);
        unknown.remove(OPTIONS);
        unknown.stream()
                .limit(MOST_NAMED)
                .map(name -> new FieldError(
                        shortened(name),
                        "expected " + String.join(", ", comparison.sides()) + " and " + OPTIONS
                                + ", found another field"))
                .forEach(errors::add);
        JsonNode options = root.path(OPTIONS);
        if (options instanceof ObjectNode object) {
            comparison
                    .check(object.deepCopy())
                    .forEach(error -> errors.add(new FieldError(OPTIONS + "." + error.field(), error.message())));
        } else if (!options.isMissingNode()) {
            errors.add(new FieldError(OPTIONS, "expected a JSON object, found something else"));
        }
        if (!errors.isEmpty()) {
            throw JobException.invalid(errors);
        }
        return new ComparisonSpec(sides, options instanceof ObjectNode object ? object : JSON.createObjectNode());
    }

    /** One that was read before, as a tree that can be changed. */
    static ObjectNode tree(String spec) {
        if (parse(spec) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("expected a JSON object, found another value");
    }

    /** A name that a caller made up, as an answer can carry it. */
    static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private static JsonNode parse(String spec) {
        try {
            return JSON.readTree(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a JSON object", e);
        }
    }

    private static @Nullable Source source(JsonNode node) {
        if (node.isTextual()) {
            return new Source.Folder(node.textValue());
        }
        if (!node.isObject() || node.size() != 1) {
            return null;
        }
        if (node.path(JOB).isTextual() && ID.matcher(node.path(JOB).textValue()).matches()) {
            return new Source.Dataset(node.path(JOB).textValue());
        }
        return node.path(UPLOAD).isObject() ? new Source.Upload() : null;
    }

    /** Ids of the jobs it reads, by field. */
    Map<String, String> jobs() {
        Map<String, String> jobs = new TreeMap<>();
        sides.forEach((side, source) -> {
            if (source instanceof Source.Dataset dataset) {
                jobs.put(side, dataset.job());
            }
        });
        return jobs;
    }
}
