package dev.flawsmith.http;

import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request's progress from the batcher's thread, which must not wait for a client, to the client's own thread.
 * Of progress only the latest is kept; every image is kept until it is sent (at most as many as were asked for).
 */
final class ImageEvents implements SynthesisListener {
    private static final long PING_NANOS = 5_000_000_000L;

    private final Queue<SynthesizedImage> released = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Progress latest;

    private final Set<Integer> sentImages = new HashSet<>();
    private @Nullable Progress sentProgress;
    private long lastWrite = System.nanoTime();

    /** The data of a {@code progress} event: network steps over all images. */
    record Progress(int stepsDone, int stepsTotal) {}

    @Override
    public void progressed(int stepsDone, int stepsTotal) {
        latest = new Progress(stepsDone, stepsTotal);
    }

    @Override
    public void released(SynthesizedImage image) {
        released.add(image);
    }

    /** Sends what is new since the last call. */
    void drainTo(EventStream events) throws IOException {
        Progress progress = latest;
        if (progress != null && !progress.equals(sentProgress)) {
            sentProgress = progress;
            events.send("progress", progress);
            lastWrite = System.nanoTime();
        }
        for (SynthesizedImage image = released.poll(); image != null; image = released.poll()) {
            send(image, events);
        }
        if (System.nanoTime() - lastWrite > PING_NANOS) {
            events.ping();
            lastWrite = System.nanoTime();
        }
    }

    /** Sends an image, unless it has been sent. */
    void send(SynthesizedImage image, EventStream events) throws IOException {
        if (sentImages.add(image.index())) {
            events.send("image", ImageBody.of(image));
            lastWrite = System.nanoTime();
        }
    }
}
