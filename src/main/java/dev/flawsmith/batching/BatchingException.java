package dev.flawsmith.batching;

/** Why a row has no sample. */
public final class BatchingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened, in terms that a caller can act on. */
    public enum Reason {
        /** More images than the batcher has places for; try again later. */
        QUEUE_FULL,
        /** The batcher is closing. */
        SHUTTING_DOWN,
        /** The ticket's time limit passed. */
        DEADLINE_EXCEEDED,
        /** The ticket was cancelled. */
        CANCELLED,
        /** The network threw, or answered with the wrong shape or with values that are not finite. */
        ENGINE_FAILURE
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
