package dev.flawsmith.batching;

/** Why a row has no sample. */
public final class BatchingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened, in terms that a caller can act on. */
    public enum Reason {
        /** More images or state than there is room for now; try again later. */
        QUEUE_FULL,
        /** More images or state than there is ever room for; ask for less at once. */
        TOO_LARGE,
        /** The batcher is closing. */
        SHUTTING_DOWN,
        /** The ticket's time limit passed. */
        DEADLINE_EXCEEDED,
        /** The ticket was cancelled. */
        CANCELLED,
        /**
         * The network threw, hung or ran out of memory, or answered with the wrong shape or with values that are not
         * finite.
         */
        ENGINE_FAILURE,
        /** Network calls hang and none is made until one of them returns; try again later. */
        ENGINE_STUCK
    }

    private final Reason reason;

    public BatchingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public BatchingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
