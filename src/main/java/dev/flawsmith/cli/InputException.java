package dev.flawsmith.cli;

import org.jspecify.annotations.Nullable;

/** What was typed, or a file it names, is not usable; the message says what was expected and what was found. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String param;

    InputException(String param, String message) {
        this(param, message, null);
    }

    InputException(String param, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.param = param;
    }

    /** The option at fault, without its dashes. */
    String param() {
        return param;
    }
}
