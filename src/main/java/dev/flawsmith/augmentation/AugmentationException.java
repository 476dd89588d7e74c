package dev.flawsmith.augmentation;

import org.jspecify.annotations.Nullable;

/** A job that cannot start or go on; what it has made so far stays. */
public final class AugmentationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String param;

    /** Something went wrong on the way. */
    public AugmentationException(String message) {
        super(message);
        this.param = null;
    }

    public AugmentationException(String message, Throwable cause) {
        super(message, cause);
        this.param = null;
    }

    private AugmentationException(String param, String message) {
        super(param + ": " + message);
        this.param = param;
    }

    /** What was asked for cannot be had; {@code param} is the option or field at fault. */
    static AugmentationException input(String param, String message) {
        return new AugmentationException(param, message);
    }

    /** The option or field at fault; null where none is. */
    public @Nullable String param() {
        return param;
    }
}
