package dev.flawsmith.http;

import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request's news from the model's threads, which must not wait for a client, to the client's own thread. Of
 * progress only the latest is kept, of previews so many as a client is likely to have time for; every image is kept until
 * it is sent (at most as many as were asked for).
 */
final class EventMailbox implements SynthesisListener {
    private static final long PING_NANOS = 5_000_000_000L;
    private static final long POSITION_NANOS = 1_000_000_000L;
    private static final int MOST_PREVIEWS = 64;

    private final EventForm form;
    private final int previewsWanted;
    private final BlockingQueue<Preview> previews = new ArrayBlockingQueue<>(MOST_PREVIEWS);
    private final Queue<SynthesizedImage> released = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Progress latest;
    private final Set<Integer> sentImages = new HashSet<>();
    private @Nullable Progress sentProgress;
    private int sentAhead;
    private long aheadSent;
    private long lastWrite = System.nanoTime();

    private record Progress(int stepsDone, int stepsTotal) {}

    EventMailbox(EventForm form) {
        this.form = form;
        this.previewsWanted = form.previews();
    }

    @Override
    public int previews() {
        return previewsWanted;
    }

    @Override
    public void progressed(int stepsDone, int stepsTotal) {
        latest = new Progress(stepsDone, stepsTotal);
    }

    /** A preview that finds no place is left out: its client is too slow for previews. */
    @Override
    public void previewed(Preview preview) {
        var unused = previews.offer(preview);
    }

    @Override
    public void released(SynthesizedImage image) {
        released.add(image);
    }

    /** Says that the request was taken up. */
    void open(int ahead, EventStream events) throws IOException {
        form.queued(events, ahead);
        sentAhead = ahead;
        aheadSent = System.nanoTime();
    }

    /** Says how many images are ahead, if that has changed, has not been said for a second, and nothing has begun. */
    void place(int ahead, EventStream events) throws IOException {
        boolean begun = latest != null || !released.isEmpty() || !sentImages.isEmpty();
        if (!begun && ahead != sentAhead && System.nanoTime() - aheadSent >= POSITION_NANOS) {
            form.waiting(events, ahead);
            sentAhead = ahead;
            aheadSent = System.nanoTime();
            lastWrite = aheadSent;
        }
    }

    /** Sends what is new since the last call. */
    void drainTo(EventStream events) throws IOException {
        Progress progress = latest;
        if (progress != null && !progress.equals(sentProgress)) {
            sentProgress = progress;
            form.progressed(events, progress.stepsDone(), progress.stepsTotal());
            lastWrite = System.nanoTime();
        }
        for (Preview preview = previews.poll(); preview != null; preview = previews.poll()) {
            if (!sentImages.contains(preview.index())) {
                form.previewed(events, preview);
                lastWrite = System.nanoTime();
            }
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
            form.released(events, image);
            lastWrite = System.nanoTime();
        }
    }
}
