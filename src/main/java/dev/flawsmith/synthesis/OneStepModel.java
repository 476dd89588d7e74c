package dev.flawsmith.synthesis;

import dev.flawsmith.batching.Priority;
import dev.flawsmith.batching.RowState;
import dev.flawsmith.model.Condition;
import java.util.Objects;
import java.util.Optional;

/**
 * A generator that draws in one evaluation as a model: whoever waits at the same time shares a call of its network, and every
 * image passes its guard on a worker thread before anyone sees it.
 */
public final class OneStepModel implements ImageModel {
    /** The guard looks longer at an image than the network: one thread for each core that a small machine has. */
    private static final int WORKERS = 2;
    /** {@code z} and the image, each counted as the larger of them. */
    private static final int ARRAYS = 2;

    private final OneStepModelParts parts;
    private final ServedNetwork served;

    /** Starts the model's threads and takes over its network. */
    public OneStepModel(OneStepModelParts parts) {
        this.parts = parts;
        this.served = new ServedNetwork(
                parts.description().name(), parts.network(), parts.batcher(), parts.timeLimit(), WORKERS);
    }

    @Override
    public ModelDescription description() {
        return parts.description();
    }

    @Override
    public int images() {
        return served.images();
    }

    @Override
    public void listen(ModelListener listener) {
        served.listen(listener);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, int firstAttempt, SynthesisListener listener) {
        return submit(request, firstAttempt, Priority.INTERACTIVE, listener);
    }

    @Override
    public Synthesis submitBatch(SynthesisRequest request, SynthesisListener listener) {
        return submit(request, 0, Priority.BATCH, listener);
    }

    private Synthesis submit(
            SynthesisRequest request, int firstAttempt, Priority priority, SynthesisListener listener) {
        Condition condition = condition(request);
        SynthesisRun run = served.run(request, request.n(), listener);
        int larger = Math.max(
                parts.description().shape().size(), parts.network().shape().size());
        return served.submit(
                run,
                new RowState(larger, ARRAYS),
                priority,
                ticket -> new OneStepRun(parts, condition, run, ticket, served.workers()).start(firstAttempt));
    }

    private Condition condition(SynthesisRequest request) {
        String name = Objects.requireNonNull(request.className());
        int index = parts.description().classes().indexOf(name);
        if (index < 0) {
            throw Failures.invalid("class", Suggestion.oneOf(parts.description().classes(), name));
        }
        return Condition.ofClass(index);
    }

    @Override
    public Optional<String> trouble() {
        return served.trouble();
    }

    @Override
    public void close() {
        boolean unused = served.free();
    }
}
