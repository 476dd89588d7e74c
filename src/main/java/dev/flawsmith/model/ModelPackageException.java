package dev.flawsmith.model;

/** A model package that is missing something, damaged or not understood; the message names the file. */
public final class ModelPackageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelPackageException(String message) {
        super(message);
    }

    public ModelPackageException(String message, Throwable cause) {
        super(message, cause);
    }
}
