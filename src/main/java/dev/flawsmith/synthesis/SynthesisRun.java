package dev.flawsmith.synthesis;

import dev.flawsmith.synthesis.SynthesisException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to one request while it grows: collects images, tells the listener, completes the future. Thread-safe;
 * neither listener nor dependants of the future run on the thread that reports steps or failures.
 */
final class SynthesisRun {
    private static final Logger log = LoggerFactory.getLogger(SynthesisRun.class);

    private final SynthesisRequest request;
    private final SynthesisListener listener;
    private final Executor workers;
    private final ModelNews news;
    private final int previews;
    private final CompletableFuture<List<SynthesizedImage>> images = new CompletableFuture<>();
    private final AtomicInteger stepsDone = new AtomicInteger();
    private final AtomicInteger stepsTotal;
    private final AtomicBoolean reportDue = new AtomicBoolean();

    // Guarded by this.
    private final List<SynthesizedImage> released = new ArrayList<>();
    private final Map<Integer, Integer> previewed = new HashMap<>();
    private int withheld;
    private int lastReported;

    SynthesisRun(
            SynthesisRequest request, int stepsTotal, SynthesisListener listener, Executor workers, ModelNews news) {
        this.request = request;
        this.stepsTotal = new AtomicInteger(stepsTotal);
        this.listener = listener;
        this.workers = workers;
        this.news = news;
        this.previews = Math.max(0, Math.min(Preview.MOST, listener.previews()));
    }

    /** What the caller gets. */
    Synthesis synthesis(IntSupplier ahead) {
        return new Synthesis(request, images, this::cancel, ahead);
    }

    /** The images, or why there are none. */
    CompletableFuture<List<SynthesizedImage>> images() {
        return images;
    }

    private void cancel() {
        if (!images.isDone()) {
            images.completeExceptionally(new SynthesisException(Code.CANCELLED, "the request was cancelled"));
        }
    }

    SynthesisRequest request() {
        return request;
    }

    boolean over() {
        return images.isDone();
    }

    /** Counts steps as done and tells the listener soon; reports that pile up become one. */
    void stepsDone(int steps) {
        stepsDone.addAndGet(steps);
        if (reportDue.compareAndSet(false, true)) {
            handOver(this::report);
        }
    }

    /** How many previews of each image its listener wants, at most {@link Preview#MOST}. */
    int previews() {
        return previews;
    }

    /** Tells of a preview, unless the request is over or a later one of its image has been told of. */
    synchronized void preview(Preview preview) {
        if (previewed.merge(preview.index(), preview.step(), Math::max) == preview.step()) {
            tell(() -> listener.previewed(preview));
        }
    }

    /** An image is drawn anew, which needs more steps than was thought. */
    void drawAnew(int steps) {
        news.rejected();
        stepsTotal.addAndGet(steps);
    }

    void release(SynthesizedImage image) {
        news.released(image.released().verdict());
        boolean last;
        synchronized (this) {
            report();
            tell(() -> listener.released(image));
            released.add(image);
            last = settled();
        }
        if (last) {
            end();
        }
    }

    /** An image does not go out. The others still run, so that the failure can say how many were withheld. */
    void withhold() {
        news.rejected();
        boolean last;
        synchronized (this) {
            report();
            withheld++;
            last = settled();
        }
        if (last) {
            end();
        }
    }

    void fail(SynthesisException failure) {
        handOver(() -> images.completeExceptionally(failure));
    }

    private boolean settled() {
        return released.size() + withheld == request.n();
    }

    private void end() {
        if (withheld == 0) {
            released.sort(Comparator.comparingInt(SynthesizedImage::index));
            images.complete(List.copyOf(released));
        } else {
            images.completeExceptionally(new SynthesisException(
                    Code.BLOCKED,
                    "expected " + request.n() + " images clear of the training photos, found " + withheld
                            + " too close to one: guard " + request.guard().wireName() + " withholds them"));
        }
    }

    private synchronized void report() {
        reportDue.set(false);
        int done = stepsDone.get();
        if (done > lastReported) {
            lastReported = done;
            tell(() -> listener.progressed(done, stepsTotal.get()));
        }
    }

    private void tell(Runnable news) {
        if (over()) {
            return;
        }
        try {
            news.run();
        } catch (RuntimeException e) {
            log.warn("a listener failed", e);
        }
    }

    private void handOver(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            work.run(); // the model has closed: nobody is held up any more
        }
    }
}
