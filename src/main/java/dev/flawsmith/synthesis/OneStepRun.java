package dev.flawsmith.synthesis;

import dev.flawsmith.batching.RowTask;
import dev.flawsmith.batching.Ticket;
import dev.flawsmith.guard.Decision;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.OneStepTrajectory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One request's images on their way through a generator and past the guard. Thread-safe. */
final class OneStepRun {
    private final OneStepModelParts parts;
    private final Condition condition;
    private final SynthesisRun run;
    private final Ticket ticket;
    private final Executor workers;
    private final SynthesisRequest request;
    private final RecipeTemplate recipes;

    OneStepRun(OneStepModelParts parts, Condition condition, SynthesisRun run, Ticket ticket, Executor workers) {
        this.parts = parts;
        this.condition = condition;
        this.run = run;
        this.ticket = ticket;
        this.workers = workers;
        this.request = run.request();
        this.recipes = new RecipeTemplate(
                request,
                parts.description(),
                parts.batcher().bitwise() ? parts.batcher().maxBatch() : 0);
    }

    void start(int firstAttempt) {
        List<RowTask> tasks = IntStream.range(0, request.n())
                .mapToObj(index -> task(index, firstAttempt))
                .toList();
        List<CompletableFuture<float[]>> samples = ticket.submit(tasks);
        for (int i = 0; i < samples.size(); i++) {
            await(samples.get(i), i, firstAttempt);
        }
    }

    private RowTask task(int index, int attempt) {
        return new RowTask(
                () -> {
                    Noise noise = new Noise(request.seed() + index, attempt);
                    return new OneStepTrajectory(
                            parts.law().draw(noise, parts.network().shape().size()));
                },
                condition);
    }

    private void await(CompletableFuture<float[]> sample, int index, int attempt) {
        var unused = sample.whenComplete((values, failure) -> finished(index, attempt, values, failure));
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
            PixelImage image = PixelImage.fromFloats(
                    parts.transfer().toPixels(sample), shape.channels(), shape.height(), shape.width());
            act(index, attempt, parts.guard().decide(image, request.guard(), attempt));
        } catch (RuntimeException | Error e) { // whatever it is, the request must end
            run.fail(Failures.of(e));
        }
    }

    private void act(int index, int attempt, Decision decision) {
        if (decision instanceof Decision.Retry) {
            run.drawAnew(1);
            await(ticket.submit(task(index, attempt + 1)), index, attempt + 1);
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
