package dev.flawsmith.http;

/** The client left before its answer was ready; nobody is there to be told. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGoneException() {
        super("the client closed the connection");
    }
}
