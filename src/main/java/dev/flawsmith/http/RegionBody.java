package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.openapi.Allowed;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Region} as JSON: an object, or a word. */
public sealed interface RegionBody {
    /** A box in pixels of the photo. */
    record Box(
            @Allowed(least = 0) @JsonPropertyDescription("Column where it begins.")
            int x,

            @Allowed(least = 0) @JsonPropertyDescription("Row where it begins.")
            int y,

            @Allowed(least = 1) @JsonPropertyDescription("Columns.")
            int width,

            @Allowed(least = 1) @JsonPropertyDescription("Rows.")
            int height)
            implements RegionBody {}

    /**
     * A word.
     *
     * @param name {@code somewhere}
     */
    record Word(@JsonValue String name) implements RegionBody {}

    /** That of a region; null for none. */
    static @Nullable RegionBody of(@Nullable Region region) {
        if (region instanceof Region.Box box) {
            return new Box(box.x(), box.y(), box.width(), box.height());
        }
        return region == null ? null : new Word(Region.Somewhere.NAME);
    }

    /**
     * Reads one.
     *
     * @param json what stands in the field
     * @return null where it is refused and noted
     */
    static @Nullable Region read(FieldReader fields, String field, JsonNode json) {
        if (json instanceof ObjectNode object) {
            return box(fields, field, object);
        }
        if (Region.Somewhere.NAME.equals(json.textValue())) {
            return Region.SOMEWHERE;
        }
        fields.refuse(
                field,
                "expected {x, y, width, height} in pixels of the photo, or \"" + Region.Somewhere.NAME + "\", found "
                        + FieldReader.describe(json));
        return null;
    }

    private static @Nullable Region box(FieldReader fields, String field, ObjectNode object) {
        FieldReader sides = new FieldReader(object);
        int[] values = new int[4];
        List<String> names = List.of("x", "y", "width", "height");
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            Long value = sides.integer(name, "of pixels");
            if (value == null || value < 0 || value > Integer.MAX_VALUE) {
                if (value != null) {
                    sides.refuse(name, "expected a whole number from 0 to " + Integer.MAX_VALUE + ", found " + value);
                } else if (!object.hasNonNull(name)) {
                    sides.refuse(name, "expected a whole number of pixels, found none");
                }
                continue;
            }
            values[i] = value.intValue();
        }
        List<FieldError> wrong = sides.finish();
        wrong.forEach(error -> fields.refuse(field, error.field() + ": " + error.message()));
        return wrong.isEmpty() ? new Region.Box(values[0], values[1], values[2], values[3]) : null;
    }
}
