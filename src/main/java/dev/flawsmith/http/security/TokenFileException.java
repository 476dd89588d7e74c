package dev.flawsmith.http.security;

/** A file of tokens that cannot be used; the message names the file, the line, what was expected and what was found. */
public final class TokenFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenFileException(String message) {
        super(message);
    }

    TokenFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
