package dev.flawsmith.synthesis;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.BatchingException;
import dev.flawsmith.batching.Claim;
import dev.flawsmith.batching.InFlightBatcher;
import dev.flawsmith.batching.Priority;
import dev.flawsmith.batching.RowState;
import dev.flawsmith.batching.Ticket;
import dev.flawsmith.model.Denoiser;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's network as its requests share it: the batcher, the workers that make images of what is drawn, and the news of
 * both. Thread-safe. Owns the network; {@link #free()} frees it, unless calls hang in it.
 */
final class ServedNetwork {
    private static final Logger log = LoggerFactory.getLogger(ServedNetwork.class);

    private final String name;
    private final Denoiser network;
    private final BatcherOptions options;
    private final @Nullable Duration timeLimit;
    private final InFlightBatcher batcher;
    private final Workers workers;
    private final ModelNews news;

    /**
     * Starts the threads.
     *
     * @param name the model's
     * @param timeLimit for a request from its admission on; null is none
     * @param workers threads
     */
    ServedNetwork(String name, Denoiser network, BatcherOptions options, @Nullable Duration timeLimit, int workers) {
        this.name = name;
        this.network = network;
        this.options = options;
        this.timeLimit = timeLimit;
        this.batcher = new InFlightBatcher(name, network, options);
        this.news = new ModelNews(name);
        this.batcher.listen(news::called);
        this.workers = new Workers(name, workers);
    }

    Executor workers() {
        return workers;
    }

    /** Images under way. */
    int images() {
        return batcher.images();
    }

    void listen(ModelListener listener) {
        news.listen(listener);
    }

    /** A request's run, which nothing has been admitted for. */
    SynthesisRun run(SynthesisRequest request, int steps, SynthesisListener listener) {
        return new SynthesisRun(request, steps, listener, workers, news);
    }

    /**
     * Admits a run and starts it.
     *
     * @param row what an image of it holds
     * @param start submits its rows
     * @throws SynthesisException if it is not admitted
     */
    Synthesis submit(SynthesisRun run, RowState row, Priority priority, Consumer<Ticket> start) {
        Ticket ticket;
        try {
            ticket = batcher.admit(new Claim(run.request().n(), row, priority, timeLimit, run::stepsDone));
        } catch (BatchingException e) {
            throw Failures.of(e);
        }
        var unused = run.images().whenComplete((images, failure) -> ticket.close());
        try {
            start.accept(ticket);
        } catch (RuntimeException | Error e) { // or what was admitted would stay so
            run.fail(Failures.of(e));
        }
        return run.synthesis(ticket::ahead);
    }

    Optional<String> trouble() {
        return batcher.stuck()
                ? Optional.of("its engine hangs: network calls have not returned within " + options.callLimit())
                : Optional.empty();
    }

    /** Ends what is under way and frees the network, unless calls are still in it: then nothing of the model is freed. */
    boolean free() {
        batcher.close(); // its thread hands work to the workers, which hand new attempts to it while it drains
        workers.close();
        int hung = batcher.hungCalls();
        if (hung > 0) {
            log.error("model {} is not freed: {} network calls are still in it", name, hung);
            return false;
        }
        network.close();
        return true;
    }
}
