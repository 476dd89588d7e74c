package dev.flawsmith.http.automatic1111;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.http.SynthesisWait;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A {@code txt2img} or {@code img2img} under way, as others may ask for it. Thread-safe. */
final class Job implements SynthesisListener {
    /** Of each image, for {@code current_image}. */
    private static final int PREVIEWS = 4;

    private final SynthesisRequest request;
    private final boolean watchable;
    private final Instant started;
    private final long startNanos = System.nanoTime();
    private final ConcurrentSkipListMap<Integer, SynthesizedImage> images = new ConcurrentSkipListMap<>();
    private volatile Steps steps;
    private volatile @Nullable Preview preview;
    private @Nullable SynthesisWait wait; // guarded by this
    private boolean interrupted; // guarded by this

    /** Sampler steps over all images. */
    record Steps(int done, int total) {}

    /** @param watchable whether its caller alone can ask for its previews: by the id that it was given, or by a token */
    Job(SynthesisRequest request, boolean watchable, Instant started) {
        this.request = request;
        this.watchable = watchable;
        this.started = started;
        this.steps = new Steps(0, Math.max(1, request.stepsPerImage()) * request.n());
    }

    /** Previews are made only where somebody can ask for them. */
    @Override
    public int previews() {
        return watchable && request.guard() != GuardPolicy.BLOCK ? PREVIEWS : 0;
    }

    @Override
    public void progressed(int stepsDone, int stepsTotal) {
        steps = new Steps(stepsDone, stepsTotal);
    }

    @Override
    public void previewed(Preview latest) {
        preview = latest;
    }

    @Override
    public void released(SynthesizedImage image) {
        images.put(image.index(), image);
    }

    /** Says what waits for it, so that an interruption reaches the work. */
    synchronized void attach(SynthesisWait waiting) {
        wait = waiting;
        if (interrupted) {
            waiting.cancel();
        }
    }

    /** Stops the work; images that are finished stay. */
    synchronized void interrupt() {
        interrupted = true;
        if (wait != null) {
            wait.cancel();
        }
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    SynthesisRequest request() {
        return request;
    }

    Instant started() {
        return started;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    Steps steps() {
        return steps;
    }

    @Nullable
    Preview preview() {
        return preview;
    }

    /** Those that are finished, in order of index. */
    List<SynthesizedImage> images() {
        return List.copyOf(images.values());
    }
}
