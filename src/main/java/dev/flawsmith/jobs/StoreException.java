package dev.flawsmith.jobs;

import java.sql.SQLException;

/** The store did not do what it was asked to, mostly because it cannot be reached. */
final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(SQLException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
