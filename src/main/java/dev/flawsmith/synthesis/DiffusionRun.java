package dev.flawsmith.synthesis;

import dev.flawsmith.batching.RowTask;
import dev.flawsmith.batching.Ticket;
import dev.flawsmith.guard.Decision;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Repainting;
import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.SamplingMethod;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's images on their way through the network and past the guard. Thread-safe. */
final class DiffusionRun {
    private static final Logger log = LoggerFactory.getLogger(DiffusionRun.class);
    /** Estimates kept for the workers, at most: their memory is counted nowhere else. Where each is decoded, one. */
    private static final int MOST_PREVIEWS_WAITING = 16;

    private final DiffusionModelParts parts;
    private final Condition condition;
    private final Condition otherwise;
    private final SynthesisRun run;
    private final Ticket ticket;
    private final Executor workers;
    private final SynthesisRequest request;
    private final Sampler sampler;
    /** Of every image but for its noise. */
    private final SamplingPlan plan;

    private final Guidance guidance;
    private final RecipeTemplate recipes;
    private final Places places;
    private final List<String> warnings;
    private final AtomicInteger previewsWaiting = new AtomicInteger();

    /**
     * @param otherwise what the network is told at unconditioned evaluations
     * @param warnings what goes with every image
     */
    DiffusionRun(
            DiffusionModelParts parts,
            Condition condition,
            Condition otherwise,
            List<String> warnings,
            SynthesisRun run,
            Ticket ticket,
            Executor workers) {
        this.parts = parts;
        this.condition = condition;
        this.otherwise = otherwise;
        this.warnings = warnings;
        this.run = run;
        this.ticket = ticket;
        this.workers = workers;
        this.request = run.request();
        SamplingMethod method = parts.sampling().method(request.sampler());
        this.sampler = method.sampler();
        this.plan = method.plan(
                request.steps(),
                new Noise(request.seed(), 0),
                parts.denoiser().shape().size());
        this.guidance = new Guidance(
                request.guidanceScale(),
                request.guidanceInterval().low(),
                request.guidanceInterval().high(),
                request.guidanceRescale());
        this.places = new Places(request, parts, parts.guard());
        this.recipes = new RecipeTemplate(
                request,
                parts.description(),
                parts.batcher().bitwise() ? parts.batcher().maxBatch() : 0);
    }

    void start(int firstAttempt) {
        if (parts.encoder() != null) {
            for (int i = 0; i < request.n() && !run.over(); i++) {
                Place unused = places.of(i); // encoded here, not where network calls are made
            }
        }
        List<RowTask> tasks = IntStream.range(0, request.n())
                .mapToObj(index -> task(index, firstAttempt, run.previews() > 0))
                .toList();
        List<CompletableFuture<float[]>> samples = ticket.submit(tasks);
        for (int i = 0; i < samples.size(); i++) {
            await(samples.get(i), i, firstAttempt);
        }
    }

    private void drawAnew(int index, int attempt) {
        await(ticket.submit(task(index, attempt, false)), index, attempt);
    }

    private RowTask task(int index, int attempt, boolean previewed) {
        return new RowTask(() -> trajectory(index, attempt, previewed), condition, otherwise);
    }

    private void await(CompletableFuture<float[]> sample, int index, int attempt) {
        var unused = sample.whenComplete((values, failure) -> finished(index, attempt, values, failure));
    }

    private Trajectory trajectory(int index, int attempt, boolean previewed) {
        Noise noise = new Noise(request.seed() + index, attempt);
        SamplingPlan own = plan.with(noise);
        Repainting repainting = places.of(index).repainting();
        Trajectory trajectory = repainting == null ? sampler.start(own) : repainting.start(sampler, own);
        Trajectory guided = guidance.weight() == 1 ? trajectory : new GuidedTrajectory(trajectory, guidance);
        return previewed
                ? new PreviewedTrajectory(
                        guided, run.previews(), (step, estimate) -> previewLater(index, attempt, step, estimate))
                : guided;
    }

    /** On the batcher's thread; a preview that finds the workers behind is left out, for images come first. */
    private void previewLater(int index, int attempt, int step, float[] estimate) {
        if (previewsWaiting.incrementAndGet() > (parts.vae() == null ? MOST_PREVIEWS_WAITING : 1)) {
            previewsWaiting.decrementAndGet();
            return;
        }
        workers.execute(() -> {
            previewsWaiting.decrementAndGet();
            preview(index, attempt, step, estimate);
        });
    }

    private void preview(int index, int attempt, int step, float[] estimate) {
        if (run.over()) {
            return;
        }
        try {
            Place place = places.unlessLeft(index);
            if (place == null) {
                return;
            }
            PixelImage drawn = pixels(estimate);
            Painting painting = place.painting();
            PixelImage shown = painting == null ? drawn : painting.window(drawn);
            place.guard()
                    .preview(shown, drawn, request.guard(), attempt)
                    .ifPresent(released -> run.preview(new Preview(index, step, request.stepsPerImage(), released)));
        } catch (RuntimeException | Error e) { // an image does not fail for its preview
            log.warn("a preview failed", e);
        }
    }

    private PixelImage pixels(float[] sample) {
        ImageShape shape = parts.description().shape();
        float[] values = parts.vae() == null
                ? parts.transfer().toPixels(sample)
                : parts.vae().decode(sample);
        return PixelImage.fromFloats(values, shape.channels(), shape.height(), shape.width());
    }

    private void finished(int index, int attempt, float @Nullable [] sample, @Nullable Throwable failure) {
        if (sample != null) {
            workers.execute(() -> check(index, attempt, sample));
        } else if (failure != null) {
            run.fail(Failures.of(failure));
        }
    }

    private void check(int index, int attempt, float[] sample) {
        if (run.over()) {
            return;
        }
        try {
            PixelImage drawn = pixels(sample);
            Place place = places.of(index);
            Painting painting = place.painting();
            PixelImage image = painting == null ? drawn : painting.laidIn(drawn);
            act(index, attempt, drawn, place.guard().decide(image, drawn, request.guard(), attempt));
        } catch (RuntimeException | Error e) { // whatever it is, the request must end
            run.fail(Failures.of(e));
        }
    }

    private void act(int index, int attempt, PixelImage drawn, Decision decision) {
        if (decision instanceof Decision.Retry) {
            run.drawAnew(request.stepsPerImage());
            drawAnew(index, attempt + 1);
            return;
        }
        ticket.finishImage();
        Place place = places.of(index);
        places.leave(index);
        if (decision instanceof Decision.Release release) {
            Painting painting = place.painting();
            run.release(new SynthesizedImage(
                    index,
                    release.image(),
                    recipes.forImage(index, attempt, place.recipe(recipes.photoSha256())),
                    painting == null ? null : painting.changed(drawn),
                    warnings));
        } else {
            run.withhold();
        }
    }
}
