package dev.flawsmith.synthesis;

/** One model that can be asked for images. Thread-safe. The opener closes it. */
public interface ImageModel extends AutoCloseable {
    /** What may be asked of it. */
    ModelDescription description();

    /**
     * Queues a request that was checked against {@link #description()}.
     *
     * @param firstAttempt attempt that every image starts at: 0, or a recipe's when it is replayed
     * @throws SynthesisException {@code QUEUE_FULL}, {@code SHUTTING_DOWN} or {@code INVALID_REQUEST}; later failures
     *     complete the future
     */
    Synthesis submit(SynthesisRequest request, int firstAttempt, SynthesisListener listener);

    /** Refuses new requests, fails queued ones with {@code SHUTTING_DOWN}, lets those in flight finish, then frees all. */
    @Override
    void close();
}
