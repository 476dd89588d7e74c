package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.ErrorBody;
import java.util.ArrayList;
import java.util.List;

/**
 * A failure in the form of AUTOMATIC1111, whose {@code detail} is FastAPI's where fields are at fault.
 *
 * @param error a name for machines
 * @param detail a sentence, or a list of {@link Field}
 * @param body always empty: what was sent is not sent back
 * @param errors all of it in a sentence
 */
record FailureBody(String error, Object detail, String body, String errors) {
    /** One wrong field, as FastAPI says it. */
    record Field(List<String> loc, String msg, String type) {}

    static FailureBody of(ErrorBody.Detail error) {
        List<Field> fields = error.errors().stream().map(FailureBody::field).toList();
        Object detail = fields.isEmpty() ? error.message() : fields;
        return new FailureBody(error.code(), detail, "", error.message());
    }

    private static Field field(ErrorBody.Field field) {
        List<String> loc = new ArrayList<>(List.of("body"));
        loc.addAll(List.of(field.field().split("\\.", -1)));
        return new Field(loc, field.message(), "value_error");
    }
}
