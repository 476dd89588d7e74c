package dev.flawsmith.augmentation;

/** News of a job, on the thread that runs it. */
public interface DatasetListener {
    DatasetListener NONE = new DatasetListener() {};

    /** Images that were there already when a job went on. */
    default void resumed(long images) {}

    default void accepted(DatasetImage image) {}

    default void rejected(long index, Rejection why) {}

    /** A sentence on what happens now. */
    default void says(String message) {}
}
