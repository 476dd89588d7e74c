package dev.flawsmith.http;

/** The server could not listen; the message says where, why, and what to do about it. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int port;

    ServerStartException(int port, String message, Throwable cause) {
        super(message, cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
