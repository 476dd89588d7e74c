package dev.flawsmith.augmentation;

import java.util.Map;

/** A dataset that can never be what its spec says, whatever is tried again; caught by the job, which sets it apart. */
final class DatasetFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Rejection, Integer> rejected;

    DatasetFailure(String message) {
        this(message, Map.of());
    }

    /** @param rejected candidates of the image that could not be had */
    DatasetFailure(String message, Map<Rejection, Integer> rejected) {
        super(message);
        this.rejected = Map.copyOf(rejected);
    }

    Map<Rejection, Integer> rejected() {
        return rejected;
    }
}
