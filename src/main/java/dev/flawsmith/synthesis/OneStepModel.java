package dev.flawsmith.synthesis;

import dev.flawsmith.batching.BatchingException;
import dev.flawsmith.batching.Claim;
import dev.flawsmith.batching.InFlightBatcher;
import dev.flawsmith.batching.Priority;
import dev.flawsmith.batching.RowState;
import dev.flawsmith.batching.Ticket;
import dev.flawsmith.model.Condition;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A generator that draws in one evaluation as a model: whoever waits at the same time shares a call of its network, and every
 * image passes its guard on a worker thread before anyone sees it.
 */
public final class OneStepModel implements ImageModel {
    private static final Logger log = LoggerFactory.getLogger(OneStepModel.class);
    /** The guard looks longer at an image than the network: one thread for each core that a small machine has. */
    private static final int WORKERS = 2;
    /** {@code z} and the image, each counted as the larger of them. */
    private static final int ARRAYS = 2;

    private final OneStepModelParts parts;
    private final InFlightBatcher batcher;
    private final Workers workers;
    private final ModelNews news;

    /** Starts the model's threads and takes over its network. */
    public OneStepModel(OneStepModelParts parts) {
        this.parts = parts;
        String name = parts.description().name();
        this.batcher = new InFlightBatcher(name, parts.network(), parts.batcher());
        this.news = new ModelNews(name);
        this.batcher.listen(news::called);
        this.workers = new Workers(name, WORKERS);
    }

    @Override
    public ModelDescription description() {
        return parts.description();
    }

    @Override
    public int images() {
        return batcher.images();
    }

    @Override
    public void listen(ModelListener listener) {
        news.listen(listener);
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
        SynthesisRun run = new SynthesisRun(request, request.n(), listener, workers, news);
        int pixels = parts.description().shape().size();
        Ticket ticket;
        try {
            ticket = batcher.admit(new Claim(
                    request.n(),
                    new RowState(Math.max(pixels, parts.network().shape().size()), ARRAYS),
                    priority,
                    parts.timeLimit(),
                    run::stepsDone));
        } catch (BatchingException e) {
            throw Failures.of(e);
        }
        var unused = run.images().whenComplete((images, failure) -> ticket.close());
        try {
            new OneStepRun(parts, condition, run, ticket, workers).start(firstAttempt);
        } catch (RuntimeException | Error e) { // or what was admitted would stay so
            run.fail(Failures.of(e));
        }
        return run.synthesis(ticket::ahead);
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
        return batcher.stuck()
                ? Optional.of("its engine hangs: network calls have not returned within "
                        + parts.batcher().callLimit())
                : Optional.empty();
    }

    @Override
    public void close() {
        batcher.close(); // its thread hands work to the workers, which hand new attempts to it while it drains
        workers.close();
        int hung = batcher.hungCalls();
        if (hung > 0) {
            log.error(
                    "model {} is not freed: {} network calls are still in it",
                    parts.description().name(),
                    hung);
        } else {
            parts.network().close();
        }
    }
}
