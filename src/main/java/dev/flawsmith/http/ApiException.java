package dev.flawsmith.http;

import dev.flawsmith.synthesis.FieldError;
import java.util.List;

/** A request that HTTP itself refuses, before or beside the synthesis. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    @SuppressWarnings("serial") // an immutable list of records
    private final List<FieldError> errors;

    /** Without fields at fault. */
    public ApiException(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    /** With every field at fault. */
    public ApiException(int status, String code, String message, List<FieldError> errors) {
        super(message);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    int status() {
        return status;
    }

    /** A stable name for machines, such as {@code body_too_large}. */
    String code() {
        return code;
    }

    List<FieldError> errors() {
        return errors;
    }
}
