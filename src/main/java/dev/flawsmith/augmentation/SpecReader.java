package dev.flawsmith.augmentation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.serialization.JsonNodeReader;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a spec from YAML or JSON: against the published schema, then against what no schema can say. */
public final class SpecReader {
    private static final String SCHEMA = "dataset-spec.schema.json";
    /** Far deeper than any spec, and no deeper than JSON may be over HTTP. */
    private static final int DEEPEST = 32;

    private SpecReader() {}

    /** The published JSON Schema (draft 2020-12). */
    public static String schema() {
        try (InputStream in = SpecReader.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("expected the resource " + SCHEMA);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a spec.
     *
     * @param text YAML, of which JSON is a part
     * @throws SpecException with every problem, each with its line and field
     */
    public static SpecDocument read(String text) {
        JsonNode root = tree(text);
        List<SpecProblem> problems = new ArrayList<>();
        for (ValidationMessage message : compiled().validate(root)) {
            problems.add(problem(message));
        }
        problems.addAll(SpecContradictions.of(
                root, problems.stream().map(SpecProblem::field).toList()));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(SpecProblem::line).thenComparing(SpecProblem::field));
            throw new SpecException(problems);
        }
        return new SpecDocument(SpecBinding.spec(root), text, root);
    }

    /**
     * A spec in YAML as JSON, unchecked.
     *
     * @throws SpecException if it is not YAML, holds a field twice, or is no object
     */
    public static String json(String yaml) {
        return tree(yaml).toString();
    }

    private static JsonNode tree(String text) {
        YAMLMapper yaml = mapper();
        try {
            JsonNode root = JsonNodeReader.builder()
                    .yamlMapper(yaml)
                    .locationAware()
                    .build()
                    .readTree(text, InputFormat.YAML);
            if (root == null || !root.isObject()) {
                throw new SpecException(List.of(new SpecProblem(
                        0, "", "expected fields (model: …, classes: …, seed: …), found " + kind(root))));
            }
            requireOneWithoutAliases(yaml, text);
            return root;
        } catch (IllegalArgumentException e) { // how the reader wraps what the parser says
            if (e.getCause() instanceof JsonProcessingException cause) {
                throw notYaml(cause);
            }
            throw e;
        } catch (JsonProcessingException e) {
            throw notYaml(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of YAML 1.1's many words for true and false only those two, so that {@code guard: off} says what it seems to. */
    private static YAMLMapper mapper() {
        YAMLFactory factory = YAMLFactory.builder()
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                .build();
        return YAMLMapper.builder(factory)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** A second document would go unread, and an alias would be read as the name of its anchor. */
    private static void requireOneWithoutAliases(YAMLMapper yaml, String text) throws IOException {
        int depth = 0;
        try (YAMLParser parser = (YAMLParser) yaml.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (parser.isCurrentAlias()) {
                    throw problemAt(parser, "expected values, found the alias *" + parser.getText());
                }
                if (depth == 0) {
                    break;
                }
            }
            if (parser.nextToken() != null) {
                throw problemAt(parser, "expected one spec, found another document after it");
            }
        }
    }

    private static SpecException problemAt(JsonParser parser, String message) {
        return new SpecException(
                List.of(new SpecProblem(parser.currentTokenLocation().getLineNr(), "", message)));
    }

    private static SpecException notYaml(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return new SpecException(List.of(new SpecProblem(
                at == null ? 0 : at.getLineNr(), "", "expected YAML, found: " + firstLine(e.getOriginalMessage()))));
    }

    private static JsonSchema compiled() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ROOT)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema(), config);
    }

    private static SpecProblem problem(ValidationMessage message) {
        JsonNode node = message.getInstanceNode();
        String field = field(message.getInstanceLocation().toString());
        String property = message.getProperty();
        JsonNode at = node;
        if (property != null && node != null && node.has(property)) {
            at = node.get(property);
            field = field.isEmpty() ? property : field + "." + property;
        }
        String text = switch (message.getType()) {
            case "additionalProperties" -> "expected one of " + known(message) + ", found this field";
            case "type" -> "expected " + message.getSchemaNode().asText() + ", found " + kind(node);
            case "required" -> "expected a field " + property + ", found none";
            case "enum" -> "expected one of " + list(message.getSchemaNode()) + ", found " + shown(node);
            default -> message.getError() + ", found " + shown(node);
        };
        return new SpecProblem(line(at), field, text);
    }

    private static String known(ValidationMessage message) {
        List<String> names = new ArrayList<>();
        String path = message.getSchemaLocation().getFragment().toString().replaceFirst("/additionalProperties$", "");
        try {
            JsonNode schema = new com.fasterxml.jackson.databind.ObjectMapper().readTree(schema());
            schema.at(path + "/properties").fieldNames().forEachRemaining(names::add);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema is JSON", e);
        }
        return String.join(", ", names);
    }

    private static String list(JsonNode values) {
        List<String> names = new ArrayList<>();
        values.forEach(value -> names.add(value.asText()));
        return String.join(", ", names);
    }

    /** A node's line; 0 for none, and for one that the validator made itself, as of a number where a name belongs. */
    static int line(@Nullable JsonNode node) {
        if (node == null) {
            return 0;
        }
        try {
            JsonLocation location = JsonNodes.tokenLocationOf(node);
            return location == null ? 0 : location.getLineNr();
        } catch (IllegalArgumentException e) { // no location
            return 0;
        }
    }

    private static String field(String pointer) {
        return pointer.replaceFirst("^/", "").replace('/', '.');
    }

    private static String kind(@Nullable JsonNode node) {
        return node == null ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static String shown(@Nullable JsonNode node) {
        String text = String.valueOf(node);
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
