package dev.flawsmith.memorization;

import java.io.IOException;

/** An index on disk that is missing, damaged or made with another descriptor; the message names the file and why. */
public final class IndexException extends IOException {
    private static final long serialVersionUID = 1L;

    IndexException(String message) {
        super(message);
    }

    IndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
