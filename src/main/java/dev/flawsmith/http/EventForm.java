package dev.flawsmith.http;

import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.util.List;

/** How one kind of client is told, by events, of its request. All calls are made on the request's own thread. */
public interface EventForm {
    /** How many previews of each image are wanted; see {@link SynthesisListener#previews()}. */
    default int previews() {
        return 0;
    }

    /** Whether events have ids, counting from 1. */
    default boolean numbered() {
        return false;
    }

    /** The request was taken up; so many images of others have to be finished before its first begins. */
    default void queued(EventStream events, int ahead) throws IOException {}

    /** Fewer or more have to be by now. At most one call a second, and none after the first step. */
    default void waiting(EventStream events, int ahead) throws IOException {}

    /** Sampler steps finished over all images, out of how many; only the latest news are told. */
    default void progressed(EventStream events, int stepsDone, int stepsTotal) throws IOException {}

    /** An image under way. */
    default void previewed(EventStream events, Preview preview) throws IOException {}

    /** An image is finished, each told of once; in order of completion. */
    void released(EventStream events, SynthesizedImage image) throws IOException;

    /** All images have been told of. */
    default void finished(EventStream events, List<SynthesizedImage> images) throws IOException {}
}
