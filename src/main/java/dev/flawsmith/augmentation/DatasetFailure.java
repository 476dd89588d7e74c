package dev.flawsmith.augmentation;

/** A dataset that can never be what its spec says, whatever is tried again; caught by the job, which sets it apart. */
final class DatasetFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatasetFailure(String message) {
        super(message);
    }
}
