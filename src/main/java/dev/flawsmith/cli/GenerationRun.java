package dev.flawsmith.cli;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Draws any number of images in requests of a bounded size and writes each as soon as it is released, so that memory
 * does not grow with the number and an interrupted run leaves whole files. An image depends on its own seed only, so
 * neither the size of the requests nor their order shows in it.
 */
final class GenerationRun {
    /** Images of one request. */
    static final int REQUEST = 256;
    /** Requests under way at once: the next one fills the batch where this one ends. */
    static final int OPEN_REQUESTS = 2;
    /** Images that small requests fill up to. */
    private static final int FEWEST_UNDER_WAY = 64;
    /** Between two tries while none of ours is under way. */
    private static final long PATIENCE_MILLIS = 50;
    /** Tries after the last of ours has ended: it tells so before it gives its room back. */
    private static final int MOST_TRIES = 100;
    /** Pixels of the photos of one request. */
    private static final long MOST_PIXELS = 16_000_000;

    /** What the model's threads tell the writing one. */
    private sealed interface Event {
        record Released(SynthesizedImage image) implements Event {}

        record Ended(Synthesis synthesis, @Nullable Throwable failure) implements Event {}
    }

    private final Synthesizer synthesizer;
    private final ImageFiles files;
    private final ProgressBar progress;
    private final Consumer<String> warnings;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<Synthesis> open = new ArrayDeque<>();
    private final List<GeneratedImage> written = new ArrayList<>();
    /** Left while none of ours is under way; none before the first was. */
    private int tries;

    /** @param warnings takes what is to be known of the images, once */
    GenerationRun(Synthesizer synthesizer, ImageFiles files, ProgressBar progress, Consumer<String> warnings) {
        this.synthesizer = synthesizer;
        this.files = files;
        this.progress = progress;
        this.warnings = warnings;
    }

    /**
     * Draws {@code n} images, the first with the seed of {@code first}.
     *
     * @return what was written, by seed
     * @throws SynthesisException of the first request that failed; what was released until then is written
     */
    List<GeneratedImage> run(SynthesisRequest first, long n) throws IOException, InterruptedException {
        long size = requestSize(first);
        return run(LongStream.iterate(0, done -> done < n, done -> done + size)
                .mapToObj(done -> draft(first, first.seed() + done, Math.min(size, n - done)))
                .iterator());
    }

    /**
     * Draws what requests ask for.
     *
     * @return what was written, by seed
     * @throws SynthesisException of the first request that failed; what was released until then is written
     */
    List<GeneratedImage> run(Iterator<RequestDraft> drafts) throws IOException, InterruptedException {
        try {
            SynthesisRequest next = next(drafts);
            while (next != null || !open.isEmpty()) {
                if (next != null && fits(next) && submit(next)) {
                    next = next(drafts);
                } else {
                    handleNext();
                }
            }
        } finally {
            open.forEach(synthesis -> synthesis.cancellation().run());
        }
        written.sort(Comparator.comparingLong(GeneratedImage::seed));
        return List.copyOf(written);
    }

    /** The next request, checked once however often it is tried; null after the last. */
    private @Nullable SynthesisRequest next(Iterator<RequestDraft> drafts) {
        return drafts.hasNext() ? synthesizer.check(drafts.next()) : null;
    }

    /** Whether it was admitted; large photos fill a model with few images. */
    private boolean submit(SynthesisRequest request) {
        Synthesis synthesis;
        try {
            synthesis = synthesizer.submit(request, new SynthesisListener() {
                @Override
                public void released(SynthesizedImage image) {
                    events.add(new Event.Released(image));
                }
            });
        } catch (SynthesisException e) {
            if (e.code() != SynthesisException.Code.QUEUE_FULL || (open.isEmpty() && tries == 0)) {
                throw e;
            }
            return false;
        }
        open.add(synthesis);
        // Comes after the last released image: the future completes when all of them have been told.
        var unused =
                synthesis.images().whenComplete((images, failure) -> events.add(new Event.Ended(synthesis, failure)));
        return true;
    }

    private void handleNext() throws IOException, InterruptedException {
        if (!open.isEmpty()) {
            handle(events.take());
            return;
        }
        tries--;
        TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
    }

    private void handle(Event event) throws IOException {
        if (event instanceof Event.Released released) {
            written.add(files.write(released.image()));
            if (written.size() == 1) {
                released.image().warnings().forEach(warnings);
            }
            progress.step();
            return;
        }
        Event.Ended ended = (Event.Ended) event;
        open.remove(ended.synthesis());
        tries = MOST_TRIES;
        if (ended.failure() != null) {
            throw Synthesis.failure(ended.failure());
        }
    }

    /** Images of one request; few where each takes a large photo with it, for many such are never admitted at once. */
    static int requestSize(SynthesisRequest first) {
        Canvas canvas = first.canvas();
        return canvas == null || !canvas.isPart() ? REQUEST : requestSize(canvas.photo());
    }

    /** The same of images on a photo. */
    static int requestSize(PixelImage photo) {
        long pixels = (long) photo.width() * photo.height();
        return (int) Math.max(1, Math.min(REQUEST, MOST_PIXELS / pixels));
    }

    /** Small requests fill up, large ones are two at most. */
    private boolean fits(SynthesisRequest next) {
        long images = (long) underway() + next.n();
        return open.isEmpty()
                || images <= FEWEST_UNDER_WAY
                || (open.size() < OPEN_REQUESTS && images <= (long) OPEN_REQUESTS * REQUEST);
    }

    private int underway() {
        return open.stream().mapToInt(synthesis -> synthesis.request().n()).sum();
    }

    /** The same wishes for other seeds. */
    private static RequestDraft draft(SynthesisRequest request, long seed, long n) {
        boolean stepped = request.steps() > 0;
        return new RequestDraft(
                request.model(),
                request.className(),
                request.prompt(),
                request.negativePrompt(),
                n,
                seed,
                stepped ? Long.valueOf(request.steps()) : null,
                stepped ? request.sampler() : null,
                stepped ? Double.valueOf(request.guidanceScale()) : null,
                stepped ? request.guidanceInterval().ends() : null,
                stepped ? Double.valueOf(request.guidanceRescale()) : null,
                request.guard(),
                request.canvas() == null ? null : request.canvas().toDraft());
    }
}
