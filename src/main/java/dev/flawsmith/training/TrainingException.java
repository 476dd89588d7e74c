package dev.flawsmith.training;

/** Training that cannot start or go on; the message says what was expected and found, and what is kept. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
