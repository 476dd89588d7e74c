package dev.flawsmith.dataset;

import org.jspecify.annotations.Nullable;

/** A dataset on disk is not what was expected; the message names the file or folder, what was expected and found. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
