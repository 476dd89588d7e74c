package dev.flawsmith.image;

import org.jspecify.annotations.Nullable;

/** A file is not an image that can be decoded whole and within the limits. */
public final class UnreadableImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadableImageException(String source, String expected, String found, @Nullable Throwable cause) {
        super(source + ": expected " + expected + ", found " + found, cause);
        this.reason = "expected " + expected + ", found " + found;
    }

    /** The message without the name of the file: what was expected and what was found. */
    public String reason() {
        return reason;
    }
}
