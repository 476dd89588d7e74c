package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** What was asked of the jobs cannot be had; {@link #code()} says whose fault it is. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, in terms that a caller can act on. */
    public enum Code {
        /** The spec is wrong; {@link JobException#errors()} names every field. */
        INVALID_REQUEST,
        /** An upload is more than is taken. */
        TOO_LARGE,
        /** No such job, or file of it, for this owner. */
        NOT_FOUND,
        /** It was there; its time is over. */
        EXPIRED,
        /** Files are asked for of a job that has none: it is not done, or will never be. */
        NOT_READY,
        /** The idempotency key was used for another spec. */
        KEY_REUSED,
        /** The owner has as many unfinished jobs as anyone may have. */
        TOO_MANY_JOBS,
        /** The store cannot be reached at the moment. */
        STORE_UNAVAILABLE
    }

    private final Code code;

    @SuppressWarnings("serial") // an immutable list of records
    private final List<FieldError> errors;

    public JobException(Code code, String message) {
        super(message);
        this.code = code;
        this.errors = List.of();
    }

    public JobException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.errors = List.of();
    }

    private JobException(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> error.field().isEmpty() ? error.message() : error.field() + ": " + error.message())
                .collect(Collectors.joining("; ")));
        this.code = Code.INVALID_REQUEST;
        this.errors = List.copyOf(errors);
    }

    /** Of everything that is wrong with a spec, at least one field. */
    public static JobException invalid(List<FieldError> errors) {
        return new JobException(errors);
    }

    public Code code() {
        return code;
    }

    /** Every field that is wrong; empty unless the code is {@link Code#INVALID_REQUEST}. */
    public List<FieldError> errors() {
        return errors;
    }
}
