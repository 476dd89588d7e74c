package dev.flawsmith.synthesis;

import java.util.List;
import java.util.Optional;

/** One model that can be asked for images. Thread-safe. The opener closes it. */
public interface ImageModel extends AutoCloseable {
    /** What may be asked of it. */
    ModelDescription description();

    /**
     * Refuses what {@link #description()} does not tell of, before any work.
     *
     * @throws SynthesisException {@code INVALID_REQUEST}, naming the field
     */
    default void check(SynthesisRequest request) {}

    /** What the asker should know of how a request that was checked is drawn, as its images will say, too; empty while all is read. */
    default List<String> warnings(SynthesisRequest request) {
        return List.of();
    }

    /**
     * Queues a request that was checked against {@link #description()}.
     *
     * @param firstAttempt attempt that every image starts at: 0, or a recipe's when it is replayed
     * @throws SynthesisException {@code QUEUE_FULL}, {@code SHUTTING_DOWN}, {@code ENGINE_UNAVAILABLE} or {@code INVALID_REQUEST};
     *     later failures complete the future
     */
    Synthesis submit(SynthesisRequest request, int firstAttempt, SynthesisListener listener);

    /** As {@link #submit} from attempt 0, for a job that runs on its own: requests that somebody waits for come first. */
    default Synthesis submitBatch(SynthesisRequest request, SynthesisListener listener) {
        return submit(request, 0, listener);
    }

    /** Why it takes no requests at the moment, if it does not; nothing while it works. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Images admitted and not finished. */
    default int images() {
        return 0;
    }

    /** Has its work told from now on; one listener at a time. */
    default void listen(ModelListener listener) {}

    /** Refuses new requests, fails queued ones with {@code SHUTTING_DOWN}, lets those in flight finish, then frees all. */
    @Override
    void close();
}
