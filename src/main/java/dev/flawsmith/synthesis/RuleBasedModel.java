package dev.flawsmith.synthesis;

import dev.flawsmith.batching.Admission;
import dev.flawsmith.batching.BatchingException;
import dev.flawsmith.guard.Decision;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A generator that draws by rule as a model: bounded, cancelled and closed like one. It learnt from no photo, so its
 * images are released as not checked. One image of each request in turn, so that no request waits for another's end.
 */
public final class RuleBasedModel implements ImageModel {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

    private final ModelDescription description;
    private final ImageRule rule;
    private final Guard guard;
    private final Admission admission;
    private final Workers workers;
    private final ModelNews news;
    private final Set<Drawing> drawings = ConcurrentHashMap.newKeySet();
    private final AtomicLong turnsAsked = new AtomicLong();
    private final AtomicLong turnsTaken = new AtomicLong();
    private boolean closing; // guarded by this

    /**
     * @param description of a model without steps
     * @param notChecked why its images need no guard
     * @param maxImages most images admitted and not finished
     */
    public RuleBasedModel(ModelDescription description, ImageRule rule, String notChecked, int maxImages) {
        if (description.defaultSampler() != null || description.takesPrompt()) {
            throw new IllegalArgumentException(
                    "expected a model without sampler and prompt, found " + description.name());
        }
        this.description = description;
        this.rule = rule;
        this.guard = Guard.notChecked(notChecked);
        this.admission = new Admission(maxImages, maxImages * bytes(1));
        this.news = new ModelNews(description.name());
        this.workers = new Workers(description.name(), 1);
    }

    @Override
    public ModelDescription description() {
        return description;
    }

    @Override
    public int images() {
        return admission.images();
    }

    @Override
    public void listen(ModelListener listener) {
        news.listen(listener);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, int firstAttempt, SynthesisListener listener) {
        if (firstAttempt != 0) {
            throw Failures.invalid("attempt", "expected 0 for a model that draws by rule, found " + firstAttempt);
        }
        Drawing drawing = new Drawing(new SynthesisRun(request, request.n(), listener, workers, news));
        synchronized (this) {
            if (closing) {
                throw Failures.shuttingDown();
            }
            try {
                admission.take(request.n(), bytes(request.n()));
            } catch (BatchingException e) {
                throw Failures.of(e);
            }
            drawings.add(drawing);
            var unused = drawing.run.images().whenComplete((images, failure) -> end(drawing));
            drawing.place = turnsAsked.getAndIncrement();
            workers.execute(drawing);
        }
        return drawing.run.synthesis(drawing::ahead);
    }

    private void end(Drawing drawing) {
        if (drawings.remove(drawing)) {
            int images = drawing.run.request().n();
            admission.giveBack(images, bytes(images));
        }
    }

    /** Of finished images: nothing else is kept. */
    private long bytes(int images) {
        return (long) images * description.shape().size();
    }

    @Override
    public void close() {
        List<Drawing> left;
        synchronized (this) { // whoever is refused from now on knows that what had not begun is refused, too
            closing = true;
            left = List.copyOf(drawings);
            left.stream().filter(drawing -> drawing.drawn.get() == 0).forEach(Drawing::refuse);
        }
        var unused = CompletableFuture.allOf(
                        left.stream().map(drawing -> drawing.run.images()).toArray(CompletableFuture[]::new))
                .handle((done, failure) -> true)
                .completeOnTimeout(false, DRAIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        drawings.forEach(Drawing::refuse);
        workers.close();
    }

    /** A request's images, one a turn. */
    private final class Drawing implements Runnable {
        private final SynthesisRun run;
        private final RecipeTemplate recipes;
        private final AtomicInteger drawn = new AtomicInteger();
        private volatile long place; // turns that were asked for before its first

        Drawing(SynthesisRun run) {
            this.run = run;
            this.recipes = new RecipeTemplate(run.request(), description, 0);
        }

        void refuse() {
            run.fail(Failures.shuttingDown());
        }

        /** Images before its first one, the one under way included. */
        int ahead() {
            return drawn.get() > 0 ? 0 : (int) Math.max(0, place - turnsTaken.get());
        }

        @Override
        public void run() {
            try {
                turn();
            } finally {
                turnsTaken.incrementAndGet();
            }
        }

        private void turn() {
            if (run.over()) {
                return;
            }
            try {
                draw(drawn.get());
                drawn.incrementAndGet();
            } catch (RuntimeException | Error e) {
                run.fail(new SynthesisException(Code.ENGINE_FAILURE, "the rule failed: " + e.getMessage(), e));
                return;
            }
            if (drawn.get() < run.request().n()) {
                takeAnotherTurn();
            }
        }

        private void takeAnotherTurn() {
            try {
                turnsAsked.incrementAndGet();
                workers.execute(this);
            } catch (RejectedExecutionException e) {
                refuse();
            }
        }

        private void draw(int i) {
            SynthesisRequest request = run.request();
            long seed = request.seed() + i;
            PixelImage image = rule.draw(Objects.requireNonNull(request.className()), seed);
            run.stepsDone(1);
            if (!(guard.decide(image, request.guard(), 0) instanceof Decision.Release release)) {
                throw new IllegalStateException("expected an unchecked image to be released");
            }
            run.release(new SynthesizedImage(i, release.image(), recipes.forImage(i, 0)));
        }
    }
}
