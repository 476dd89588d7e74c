package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.synthesis.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of every error, readable by clients of the OpenAI API. */
public record ErrorBody(
        @JsonPropertyDescription("What went wrong.") Detail error) {
    /**
     * What went wrong.
     *
     * @param type {@code invalid_request_error}, {@code rate_limit_error} or {@code server_error}
     * @param param the first wrong field, null where no field is at fault
     * @param code a stable name for machines
     * @param status the HTTP status, for events, whose response began with 200
     * @param requestId also in the header {@code X-Request-Id} and in the server's log
     * @param errors every wrong field; left out where there is none
     */
    public record Detail(
            @JsonPropertyDescription("What was expected and what was found.")
            String message,

            @JsonPropertyDescription("invalid_request_error, rate_limit_error or server_error.")
            String type,

            @JsonPropertyDescription("The first wrong field; null where no field is at fault.") @Nullable
            String param,

            @JsonPropertyDescription("A stable name for machines, such as queue_full.")
            String code,

            @JsonPropertyDescription("The HTTP status.") int status,

            @JsonPropertyDescription("Also in the header X-Request-Id and in the server's log.")
            String requestId,

            @JsonPropertyDescription("Every wrong field; left out where there is none.")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<Field> errors) {}

    /** One wrong field. */
    public record Field(
            @JsonPropertyDescription("Its name.") String field,

            @JsonPropertyDescription("What was expected of it and what was found.")
            String message) {}

    static ErrorBody of(int status, String code, String message, List<FieldError> errors, String requestId) {
        List<Field> fields = errors.stream()
                .map(error -> new Field(error.field(), error.message()))
                .toList();
        String param = fields.isEmpty() ? null : fields.get(0).field();
        return new ErrorBody(new Detail(message, type(status), param, code, status, requestId, fields));
    }

    private static String type(int status) {
        if (status == 429) {
            return "rate_limit_error";
        }
        return status < 500 ? "invalid_request_error" : "server_error";
    }
}
