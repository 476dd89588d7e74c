package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schema's keywords let in and keep out, as values to ask a server with.
 *
 * @param field its name
 * @param value at the edge of what is allowed, or just beyond
 * @param allowed which of the two
 */
public record AllowedCases(String field, JsonNode value, boolean allowed) {
    /** Of every field of an object's schema. */
    public static List<AllowedCases> of(JsonNode object) {
        List<AllowedCases> cases = new ArrayList<>();
        object.path("properties").properties().forEach(property -> add(cases, property.getKey(), property.getValue()));
        return cases;
    }

    private static void add(List<AllowedCases> cases, String field, JsonNode schema) {
        boolean whole = schema.path("type").toString().contains("integer");
        BigDecimal beyond = whole ? BigDecimal.ONE : new BigDecimal("0.001");
        edge(cases, field, schema.path("minimum"), beyond.negate(), true);
        edge(cases, field, schema.path("maximum"), beyond, true);
        edge(cases, field, schema.path("exclusiveMinimum"), beyond, false);
        edge(cases, field, schema.path("exclusiveMaximum"), beyond.negate(), false);
        if (schema.has("enum")) {
            schema.path("enum").forEach(value -> cases.add(new AllowedCases(field, value, true)));
            cases.add(new AllowedCases(field, TextNode.valueOf("unheard_of"), false));
        }
        if (schema.has("maxLength")) {
            int most = schema.path("maxLength").intValue();
            cases.add(new AllowedCases(field, TextNode.valueOf("a".repeat(most)), true));
            cases.add(new AllowedCases(field, TextNode.valueOf("a".repeat(most + 1)), false));
            cases.add(new AllowedCases(field, TextNode.valueOf("🙂".repeat(most)), !field.equals("force_task_id")));
        }
        if (schema.has("default")) {
            cases.add(new AllowedCases(field, schema.path("default"), true));
        }
    }

    /** An inclusive edge is allowed and what is beyond is not; an exclusive one is the other way round. */
    private static void edge(
            List<AllowedCases> cases, String field, JsonNode edge, BigDecimal further, boolean inclusive) {
        if (edge.isNumber()) {
            cases.add(new AllowedCases(field, number(edge.decimalValue()), inclusive));
            cases.add(new AllowedCases(field, number(edge.decimalValue().add(further)), !inclusive));
        }
    }

    private static JsonNode number(BigDecimal value) {
        return value.scale() <= 0
                ? JsonNodeFactory.instance.numberNode(value.toBigInteger())
                : DecimalNode.valueOf(value);
    }
}
