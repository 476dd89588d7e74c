package dev.flawsmith.batching;

/** Whose slots come first. Neither starves the other: see {@link InFlightBatcher}. */
public enum Priority {
    /** Somebody waits for the answer. */
    INTERACTIVE,
    /** A job that runs on its own; has a quarter of the slots for certain, and what interactive requests leave. */
    BATCH
}
