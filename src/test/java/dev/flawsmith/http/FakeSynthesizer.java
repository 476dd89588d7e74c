package dev.flawsmith.http;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.ReleasedImage;
import dev.flawsmith.guard.ReleasedImages;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A synthesizer that a test drives: it draws stripes, answers at once or when told to, and fails as told. Every second
 * image is too close to a training photo.
 */
public final class FakeSynthesizer implements Synthesizer {
    public static final ModelDescription STEEL = model("steel", List.of("surface_scratch", "iron_sheet_ash"), true);
    public static final ModelDescription RULES = model("rules", List.of("crack"), false);
    public static final long DRAWN_SEED = 9_007_199_254_740_993L; // 2^53 + 1: no double holds it

    private final BlockingQueue<Running> running = new LinkedBlockingQueue<>();
    private volatile boolean answersAtOnce = true;
    private volatile @Nullable RuntimeException refusal;
    private volatile boolean closed;
    private volatile @Nullable CanvasDraft canvas;
    private volatile int ahead;

    /** Leaves every request running until the test {@linkplain #next() takes it up}. */
    public FakeSynthesizer holding() {
        answersAtOnce = false;
        return this;
    }

    /** Says so, of every request, when it is asked what is ahead. */
    public FakeSynthesizer ahead(int images) {
        ahead = images;
        return this;
    }

    /** Makes {@link #submit} throw. */
    public FakeSynthesizer refusingWith(RuntimeException failure) {
        refusal = failure;
        return this;
    }

    /** The next request that was submitted while holding. */
    public Running next() throws InterruptedException {
        Running next = running.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("expected a request within 10 s, found none");
        }
        return next;
    }

    /** Returns once a request waits that no test has taken up; fails after ten seconds. */
    public void awaitQueued() throws InterruptedException {
        running.add(next());
    }

    /** What the request that was checked last is to be drawn on, itself unchecked; null for nothing. */
    public @Nullable CanvasDraft canvas() {
        return canvas;
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public List<ModelDescription> models() {
        return List.of(STEEL, RULES);
    }

    @Override
    public SynthesisRequest check(RequestDraft draft) {
        canvas = draft.canvas();
        ModelDescription model = models().stream()
                .filter(each -> draft.model() == null || each.name().equals(draft.model()))
                .findFirst()
                .orElseThrow(() -> new SynthesisException(
                        Code.UNKNOWN_MODEL,
                        "expected one of steel, rules, found " + draft.model(),
                        List.of(new FieldError("model", "expected one of steel, rules, found " + draft.model()))));
        List<FieldError> errors = new ArrayList<>();
        if ((draft.className() == null) == (draft.prompt() == null)) {
            errors.add(new FieldError("class", "expected exactly one of class and prompt"));
        } else if (draft.className() != null && !model.classes().contains(draft.className())) {
            errors.add(new FieldError("class", "expected one of " + model.classes() + ", found " + draft.className()));
        }
        long n = range("n", draft.n(), 1, SynthesisRequest.MAX_IMAGES, 1, errors);
        long seed = range("seed", draft.seed(), 0, Long.MAX_VALUE, DRAWN_SEED, errors);
        long steps = range("steps", draft.steps(), 1, SynthesisRequest.MAX_STEPS, 18, errors);
        if (!errors.isEmpty()) {
            throw new SynthesisException(Code.INVALID_REQUEST, "fields are wrong", errors);
        }
        return new SynthesisRequest(
                model.name(),
                draft.className(),
                draft.prompt(),
                draft.negativePrompt(),
                (int) n,
                seed,
                (int) steps,
                Objects.requireNonNullElse(draft.sampler(), "heun"),
                Objects.requireNonNullElse(draft.guidanceScale(), 1.0),
                GuidanceInterval.orEverywhere(draft.guidanceInterval()),
                Objects.requireNonNullElse(draft.guidanceRescale(), 0.0),
                Objects.requireNonNullElse(draft.guard(), GuardPolicy.RESAMPLE),
                null);
    }

    private static long range(
            String field, @Nullable Long value, long min, long max, long byDefault, List<FieldError> errors) {
        if (value == null) {
            return byDefault;
        }
        if (value < min || value > max) {
            errors.add(
                    new FieldError(field, "expected a whole number from " + min + " to " + max + ", found " + value));
        }
        return value;
    }

    @Override
    public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
        RuntimeException failure = refusal;
        if (failure != null) {
            throw failure;
        }
        Running next = new Running(request, listener);
        if (answersAtOnce) {
            next.finish();
        } else {
            running.add(next);
        }
        return new Synthesis(request, next.images, next::cancel, () -> ahead);
    }

    /** Fails what has not been taken up by the test, as a queue would. */
    @Override
    public void close() {
        closed = true;
        for (Running queued = running.poll(); queued != null; queued = running.poll()) {
            queued.fail(new SynthesisException(Code.SHUTTING_DOWN, "the server is shutting down"));
        }
    }

    private static SynthesizedImage draw(SynthesisRequest request, int index) {
        long seed = request.seed() + index;
        byte[] samples = new byte[64 * 64];
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                double stripe = 24 * Math.sin((x * 0.4 + seed % 7) + y * 0.02 * (seed % 5));
                boolean defect = Math.abs(x - 20 - y * 0.3 - seed % 11) < 1.5;
                samples[y * 64 + x] = (byte) (defect ? 220 : 110 + y / 3.0 + stripe);
            }
        }
        int attempt = index % 2;
        Recipe recipe = new Recipe(
                request.model(),
                STEEL.sha256(),
                request.className(),
                request.prompt(),
                request.negativePrompt(),
                seed,
                attempt,
                request.steps(),
                request.sampler(),
                request.guidanceScale(),
                request.guidanceInterval(),
                request.guidanceRescale(),
                request.guard(),
                "fake",
                0,
                null);
        PixelImage image = new PixelImage(64, 64, 1, samples);
        return new SynthesizedImage(index, ReleasedImages.of(image, verdict(request, index), attempt), recipe);
    }

    private static Verdict verdict(SynthesisRequest request, int index) {
        if (request.guard() == GuardPolicy.OFF) {
            return new Verdict.NotChecked("guard is off for this request");
        }
        return index % 2 == 0
                ? new Verdict.Clear("surface_scratch/strip 12ä.png", 0.4375, 0.92, 0.61)
                : new Verdict.TooClose("surface_scratch/strip 7.png", 0.03125, 0.11, 0.0037);
    }

    private static ModelDescription model(String name, List<String> classes, boolean takesPrompt) {
        return new ModelDescription(
                name,
                "1",
                "pixel",
                "ab".repeat(32),
                new ImageShape(1, 64, 64),
                classes,
                takesPrompt,
                List.of("heun", "dpmpp-2m"),
                "heun",
                18,
                1.5,
                new GuidanceInterval(0.25, 2),
                0.5,
                "compared with 824 training photos",
                "fake",
                null,
                true,
                true,
                null);
    }

    /** A request under way. */
    public static final class Running {
        private final SynthesisRequest request;
        private final SynthesisListener listener;
        private final CompletableFuture<List<SynthesizedImage>> images = new CompletableFuture<>();
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        private Running(SynthesisRequest request, SynthesisListener listener) {
            this.request = request;
            this.listener = listener;
        }

        public SynthesisRequest request() {
            return request;
        }

        public void progress(int done, int total) {
            listener.progressed(done, total);
        }

        public void release(int index) {
            listener.released(draw(request, index));
        }

        /** How many previews of each image were asked for. */
        public int previewsWanted() {
            return listener.previews();
        }

        /** Shows an image under way: the stripes of another seed, after a step of three. */
        public void preview(int index, int step) {
            SynthesizedImage other = draw(request, index + 2 * step);
            ReleasedImage estimate =
                    ReleasedImages.of(other.released().image(), other.released().verdict(), 0);
            listener.previewed(new Preview(index, step, 3, estimate));
        }

        /** Finishes every image. */
        public void finish() {
            List<SynthesizedImage> all = new ArrayList<>();
            for (int i = 0; i < request.n(); i++) {
                SynthesizedImage image = draw(request, i);
                all.add(image);
                listener.released(image);
                listener.progressed((i + 1) * request.steps(), request.n() * request.steps());
            }
            images.complete(all);
        }

        public void fail(Exception failure) {
            images.completeExceptionally(failure);
        }

        public void cancel() {
            cancelled.complete(null);
            fail(new SynthesisException(Code.CANCELLED, "cancelled"));
        }

        /** Returns once the request has been cancelled; fails after ten seconds. */
        public void awaitCancelled() throws Exception {
            cancelled.get(10, TimeUnit.SECONDS);
        }

        public boolean isCancelled() {
            return cancelled.isDone();
        }
    }
}
