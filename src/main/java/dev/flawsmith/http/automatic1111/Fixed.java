package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.http.FieldReader;

/**
 * Something of AUTOMATIC1111 that this server has not: clients that send every field send it switched off, and are taken;
 * switched on it is refused by name.
 *
 * @param off the values that switch it off, besides null, as a JSON array
 * @param why what is missing, in words
 */
record Fixed(String field, String off, String why) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Notes the field as wrong unless it is switched off. */
    void check(FieldReader fields) {
        JsonNode value = fields.any(field);
        if (value != null && !accepts(value)) {
            fields.refuse(field, refusal(value));
        }
    }

    /** Why a value is not taken. */
    String refusal(JsonNode value) {
        JsonNode values = values();
        String expected =
                values.isEmpty() ? "none" : values.size() == 1 ? values.get(0).toString() : "one of " + values;
        return "expected " + expected + ", found " + FieldReader.describe(value) + ": " + why;
    }

    boolean accepts(JsonNode value) {
        for (JsonNode each : values()) {
            boolean numbers = each.isNumber() && value.isNumber();
            boolean same = numbers ? each.decimalValue().compareTo(value.decimalValue()) == 0 : each.equals(value);
            if (same) {
                return true;
            }
        }
        return value.isNull();
    }

    private JsonNode values() {
        try {
            return JSON.readTree(off);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a JSON array, found " + off, e);
        }
    }
}
