package dev.flawsmith.model;

/** A network was asked after it had been closed: whoever uses it is shutting down. */
public final class NetworkClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** @param network what was asked, such as {@code text encoder} */
    public NetworkClosedException(String network) {
        super("expected an open " + network + ", found a closed one");
    }
}
