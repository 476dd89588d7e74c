package dev.flawsmith.bench;

import org.jspecify.annotations.Nullable;

/** What was to be measured does not run; the message says what was expected and what was found. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String param;

    /** @param param the option at fault, null if none is */
    public BenchException(@Nullable String param, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.param = param;
    }

    /** The option at fault, null if none is. */
    public @Nullable String param() {
        return param;
    }
}
