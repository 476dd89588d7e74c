package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.STATE;

import dev.flawsmith.batching.BatchingException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Clients of a batcher who want one to three images each and change their minds: a part cancels the request, a part
 * cancels one row, a part sets a deadline that may be too short.
 */
public final class Soak {
    private static final int CLIENTS = 8;

    private final InFlightBatcher batcher;
    private final LongFunction<RowTask> tasks;
    private final long seed;

    /** What became of the rows: how many have a sample, and how many failed with which reason. */
    public record Outcome(int samples, int cancelledRows, Map<Reason, Integer> failures) {}

    /** Clients of {@code batcher}; {@code tasks} makes a row of a random number from 0. */
    public Soak(InFlightBatcher batcher, LongFunction<RowTask> tasks, long seed) {
        this.batcher = batcher;
        this.tasks = tasks;
        this.seed = seed;
    }

    /**
     * Sends so many requests and waits for every future.
     *
     * @throws AssertionError if a future is not complete within a minute
     */
    public Outcome run(int requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<List<Object>>> work = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(seed + client);
                int share = requests / CLIENTS + (client < requests % CLIENTS ? 1 : 0);
                work.add(() -> requests(random, share));
            }
            int samples = 0;
            int cancelledRows = 0;
            Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
            for (Future<List<Object>> each : clients.invokeAll(work)) {
                for (Object end : each.get()) {
                    if (end instanceof Reason reason) {
                        failures.merge(reason, 1, Integer::sum);
                    } else if (end instanceof float[]) {
                        samples++;
                    } else {
                        cancelledRows++;
                    }
                }
            }
            return new Outcome(samples, cancelledRows, failures);
        } finally {
            clients.shutdownNow();
        }
    }

    private List<Object> requests(Random random, int n) throws Exception {
        List<Object> ends = new ArrayList<>();
        for (int r = 0; r < n; r++) {
            int images = 1 + random.nextInt(3);
            Duration limit = random.nextInt(5) == 0 ? Duration.ofNanos(1 + random.nextInt(4_000_000)) : null;
            Priority priority = random.nextBoolean() ? Priority.INTERACTIVE : Priority.BATCH;
            try (Ticket ticket = admit(new Claim(images, STATE, priority, limit, steps -> {}))) {
                List<CompletableFuture<float[]>> samples = new ArrayList<>();
                for (int i = 0; i < images; i++) {
                    samples.add(ticket.submit(tasks.apply(random.nextLong() >>> 1)));
                }
                int whim = random.nextInt(8);
                if (whim == 0) {
                    ticket.cancel();
                } else if (whim == 1) {
                    samples.get(random.nextInt(images)).cancel(false);
                } else if (whim == 2) {
                    samples.get(0).completeOnTimeout(new float[0], 1, TimeUnit.MILLISECONDS);
                }
                for (CompletableFuture<float[]> sample : samples) {
                    ends.add(end(sample));
                }
            }
        }
        return ends;
    }

    /** Asks again while the engine is stuck, as a client does who is told to. */
    private Ticket admit(Claim claim) {
        while (true) {
            try {
                return batcher.admit(claim);
            } catch (BatchingException e) {
                if (e.reason() != Reason.ENGINE_STUCK) {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static Object end(CompletableFuture<float[]> sample) throws Exception {
        if (sample.isCancelled()) {
            return "cancelled";
        }
        try {
            return sample.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BatchingException failure) {
                return failure.reason();
            }
            throw e;
        }
    }
}
