package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.flawsmith.http.ErrorBody;
import java.util.ArrayList;
import java.util.List;

/** A failure in the form of AUTOMATIC1111, whose {@code detail} is FastAPI's where fields are at fault. */
record FailureBody(
        @JsonPropertyDescription("A stable name for machines, such as queue_full.")
        String error,

        @JsonPropertyDescription("A sentence; where fields are at fault, every one of them.")
        Detail detail,

        @JsonPropertyDescription("Always empty: what was sent is not sent back.")
        String body,

        @JsonPropertyDescription("All of it in a sentence.") String errors) {
    /** What is wrong: one JSON value or the other. */
    sealed interface Detail permits Sentence, Fields {}

    /** A sentence, where no field is at fault. */
    record Sentence(@JsonValue String text) implements Detail {}

    /** The fields at fault. */
    record Fields(@JsonValue List<Field> fields) implements Detail {}

    /** One wrong field, as FastAPI says it. */
    record Field(
            @JsonPropertyDescription("body, then the field's name, a part for each object it stands in.")
            List<String> loc,

            @JsonPropertyDescription("What was expected of it and what was found.")
            String msg,

            @JsonPropertyDescription("value_error.") String type) {}

    static FailureBody of(ErrorBody.Detail error) {
        List<Field> fields = error.errors().stream().map(FailureBody::field).toList();
        Detail detail = fields.isEmpty() ? new Sentence(error.message()) : new Fields(fields);
        return new FailureBody(error.code(), detail, "", error.message());
    }

    private static Field field(ErrorBody.Field field) {
        List<String> loc = new ArrayList<>(List.of("body"));
        loc.addAll(List.of(field.field().split("\\.", -1)));
        return new Field(loc, field.message(), "value_error");
    }
}
