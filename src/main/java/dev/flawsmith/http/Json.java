package dev.flawsmith.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one JSON reader and writer: RFC 8259 to the letter when reading, snake_case when writing. */
public final class Json {
    private static final int MAX_DEPTH = 32;
    /** A body with a photo may be long, but not of values: as a tree each takes many times its own bytes. */
    private static final int MOST_TOKENS = 1 << 18;
    /** A number with more of them at its end is nobody's setting, and would be long. */
    private static final int MOST_ZEROS = 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** How some of Jackson's messages end: with the setting of its own that would allow the input, no use to a client. */
    private static final Pattern PARSER_ADVICE = Pattern.compile("(: enable `| \\(not recognized).*", Pattern.DOTALL);

    private Json() {}

    /**
     * Reads one JSON object and nothing after it.
     *
     * @throws ApiException 400 {@code invalid_json}: not JSON, not an object, a field twice, NaN, or something after it
     */
    public static ObjectNode readObject(byte[] body) {
        if (body.length == 0) {
            throw invalid("expected a JSON object, found an empty body");
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw invalid("expected a JSON object, found something that is not valid JSON" + where(e) + ": "
                    + withoutAdvice(e.getOriginalMessage()));
        } catch (IOException | NumberFormatException e) {
            throw invalid("expected a JSON object in UTF-8, found something that is not valid JSON: " + e.getMessage());
        }
        if (!(node instanceof ObjectNode object)) {
            throw invalid("expected a JSON object, found "
                    + (node.isMissingNode() ? "only white space" : FieldReader.describe(node)));
        }
        return object;
    }

    /** Reads a JSON string, quotes and all; empty if the text is anything else. */
    public static Optional<String> readText(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Writes a value as compact UTF-8 JSON. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** A record of the API as a JSON object that can be changed. */
    static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The same with numbers that have a fraction written in one way: {@code 0.50} and {@code 5e-1} as {@code 0.5}. */
    static JsonNode shortestNumbers(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(shortestNumbers(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, shortestNumbers(array.get(i)));
            }
        } else if (node.isBigDecimal()) {
            BigDecimal shortest = node.decimalValue().stripTrailingZeros();
            boolean whole = shortest.scale() < 1; // 3.0 is no whole number to who reads the spec, and stays as it is
            return whole && shortest.scale() < -MOST_ZEROS
                    ? node
                    : DecimalNode.valueOf(whole ? shortest.setScale(1) : shortest);
        }
        return node;
    }

    private static String withoutAdvice(String message) {
        return PARSER_ADVICE.matcher(message).replaceFirst("");
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static ApiException invalid(String message) {
        return new ApiException(400, "invalid_json", message);
    }
}
