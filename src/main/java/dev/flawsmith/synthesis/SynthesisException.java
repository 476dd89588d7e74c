package dev.flawsmith.synthesis;

import java.util.List;

/** A request that cannot be answered; {@link #code()} says whose fault it is and whether to try again. */
public final class SynthesisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, in terms that a caller can act on. */
    public enum Code {
        /** Fields are wrong; {@link SynthesisException#errors()} names every one. */
        INVALID_REQUEST,
        /** No such model. */
        UNKNOWN_MODEL,
        /** The queue is full; try again later. */
        QUEUE_FULL,
        /** The server is shutting down. */
        SHUTTING_DOWN,
        /** The request's deadline passed. */
        DEADLINE_EXCEEDED,
        /** The caller cancelled. */
        CANCELLED,
        /** Every attempt was too close to a training photo and the policy is {@code block}. */
        BLOCKED,
        /** The engine failed; the request may be tried again. */
        ENGINE_FAILURE,
        /** The engine hangs and takes no work until it stops to; try again later. */
        ENGINE_UNAVAILABLE
    }

    private final Code code;

    @SuppressWarnings("serial") // an immutable list of records
    private final List<FieldError> errors;

    public SynthesisException(Code code, String message) {
        this(code, message, List.of());
    }

    public SynthesisException(Code code, String message, List<FieldError> errors) {
        super(message);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    public SynthesisException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.errors = List.of();
    }

    public Code code() {
        return code;
    }

    /** Every field that is wrong; empty unless the code is {@link Code#INVALID_REQUEST} or {@link Code#UNKNOWN_MODEL}. */
    public List<FieldError> errors() {
        return errors;
    }
}
