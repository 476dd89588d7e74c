package dev.flawsmith.synthesis;

import dev.flawsmith.batching.BatchingException;
import dev.flawsmith.model.NetworkClosedException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.util.List;

/** Failures in the terms of {@link SynthesisException}. */
final class Failures {
    private Failures() {}

    static SynthesisException of(Throwable failure) {
        if (failure instanceof BatchingException batching) {
            String message = String.valueOf(batching.getMessage());
            return batching.reason() == BatchingException.Reason.TOO_LARGE
                    ? invalid("n", message)
                    : new SynthesisException(code(batching.reason()), message, batching);
        }
        if (failure instanceof NetworkClosedException) {
            return shuttingDown();
        }
        return new SynthesisException(Code.ENGINE_FAILURE, "the image failed: " + failure.getMessage(), failure);
    }

    static SynthesisException invalid(String field, String message) {
        return new SynthesisException(
                Code.INVALID_REQUEST, field + ": " + message, List.of(new FieldError(field, message)));
    }

    static SynthesisException shuttingDown() {
        return new SynthesisException(Code.SHUTTING_DOWN, "shutting down: no new images are started");
    }

    private static Code code(BatchingException.Reason reason) {
        return switch (reason) {
            case QUEUE_FULL -> Code.QUEUE_FULL;
            case SHUTTING_DOWN -> Code.SHUTTING_DOWN;
            case DEADLINE_EXCEEDED -> Code.DEADLINE_EXCEEDED;
            case CANCELLED -> Code.CANCELLED;
            case ENGINE_FAILURE -> Code.ENGINE_FAILURE;
            case ENGINE_STUCK -> Code.ENGINE_UNAVAILABLE;
            case TOO_LARGE -> Code.INVALID_REQUEST;
        };
    }
}
