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
import dev.flawsmith.sampling.NoiseLevel;
import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One request's images on their way through the network and past the guard. Thread-safe. */
final class DiffusionRun {
    private final DiffusionModelParts parts;
    private final Condition condition;
    private final SynthesisRun run;
    private final Ticket ticket;
    private final Executor workers;
    private final SynthesisRequest request;
    private final Sampler sampler;
    private final List<NoiseLevel> levels;
    private final Guidance guidance;
    private final RecipeTemplate recipes;

    DiffusionRun(DiffusionModelParts parts, Condition condition, SynthesisRun run, Ticket ticket, Executor workers) {
        this.parts = parts;
        this.condition = condition;
        this.run = run;
        this.ticket = ticket;
        this.workers = workers;
        this.request = run.request();
        this.sampler = Samplers.named(request.sampler());
        this.levels = parts.schedule().levels(request.steps());
        this.guidance = new Guidance(
                request.guidanceScale(),
                request.guidanceInterval().low(),
                request.guidanceInterval().high(),
                request.guidanceRescale());
        this.recipes = new RecipeTemplate(
                request,
                parts.description(),
                parts.batcher().bitwise() ? parts.batcher().maxBatch() : 0);
    }

    void start(int firstAttempt) {
        for (int i = 0; i < request.n(); i++) {
            draw(i, firstAttempt);
        }
    }

    private void draw(int index, int attempt) {
        var unused = ticket.submit(new RowTask(() -> trajectory(index, attempt), condition))
                .whenComplete((sample, failure) -> finished(index, attempt, sample, failure));
    }

    private Trajectory trajectory(int index, int attempt) {
        Noise noise = new Noise(request.seed() + index, attempt);
        SamplingPlan plan = new SamplingPlan(
                levels,
                parts.schedule().sigmaMax(),
                noise,
                parts.description().shape().size());
        Trajectory trajectory = sampler.start(plan);
        return guidance.weight() == 1 ? trajectory : new GuidedTrajectory(trajectory, guidance);
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
            ImageShape shape = parts.description().shape();
            float[] pixels = parts.transfer().toPixels(sample);
            PixelImage image = PixelImage.fromFloats(pixels, shape.channels(), shape.height(), shape.width());
            act(index, attempt, parts.guard().decide(image, request.guard(), attempt));
        } catch (RuntimeException | Error e) { // whatever it is, the request must end
            run.fail(Failures.of(e));
        }
    }

    private void act(int index, int attempt, Decision decision) {
        if (decision instanceof Decision.Retry) {
            run.drawAnew(request.steps());
            draw(index, attempt + 1);
            return;
        }
        ticket.finishImage();
        if (decision instanceof Decision.Release release) {
            run.release(new SynthesizedImage(index, release.image(), recipes.forImage(index, attempt)));
        } else {
            run.withhold();
        }
    }
}
