package dev.flawsmith.model;

/** An encoder's files, or an image it is given, cannot be used; the message says what was expected and what was found. */
public final class EncoderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EncoderException(String message) {
        super(message);
    }

    public EncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
