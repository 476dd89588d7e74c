package dev.flawsmith.synthesis;

import java.util.List;
import java.util.Map;

/** The use case: checks requests and answers them with released images. Thread-safe. The opener closes it. */
public interface Synthesizer extends AutoCloseable {
    /** The models on offer, the default one first. */
    List<ModelDescription> models();

    /** Models that take no requests at the moment, by name, and why; empty while all is well. */
    default Map<String, String> troubles() {
        return Map.of();
    }

    /**
     * Checks a draft against its model and fills in defaults.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, naming every wrong field at once
     */
    SynthesisRequest check(RequestDraft draft);

    /** What the asker should know of how a request that was checked is drawn, as its images will say, too. */
    default List<String> warnings(SynthesisRequest request) {
        return List.of();
    }

    /**
     * Queues a request.
     *
     * @throws SynthesisException {@code QUEUE_FULL}, {@code ENGINE_UNAVAILABLE} or {@code SHUTTING_DOWN}; later failures complete the future
     */
    Synthesis submit(SynthesisRequest request, SynthesisListener listener);

    /** As {@link #submit}, for a job that runs on its own: requests that somebody waits for come first. */
    default Synthesis submitBatch(SynthesisRequest request, SynthesisListener listener) {
        return submit(request, listener);
    }

    /** Images of each model that are admitted and not finished, by the model's name. */
    default Map<String, Integer> images() {
        return Map.of();
    }

    /** Has the models' work told from now on; one listener at a time. */
    default void listen(ModelListener listener) {}

    /** Refuses new requests, fails queued ones with {@code SHUTTING_DOWN}, lets those in flight finish, then frees all. */
    @Override
    void close();
}
