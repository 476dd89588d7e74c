package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import dev.flawsmith.sampling.Evaluation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network calls that are under way, each with its rows: while one is in the network, the answers of another are handed
 * out and its next call is made. For the batcher's thread.
 */
final class Lanes {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    /** Above a call of a lone row of the usual networks: who waits longer for another's gains nothing. */
    private static final Duration MERGE = Duration.ofMillis(250);

    private final BatcherOptions options;
    private final LanePlan plan;
    private final CallWidth width;
    private final Step step;
    private final NetworkCall network;
    private final Watchdog watchdog;
    private final Runnable whenReturned;
    private final CallListener listener;
    private final List<Flight> flights = new ArrayList<>();

    /** @param whenReturned runs on another thread when a call has returned */
    Lanes(
            BatcherOptions options,
            LanePlan plan,
            CallWidth width,
            Step step,
            NetworkCall network,
            Watchdog watchdog,
            Runnable whenReturned,
            CallListener listener) {
        this.options = options;
        this.plan = plan;
        this.width = width;
        this.step = step;
        this.network = network;
        this.watchdog = watchdog;
        this.whenReturned = whenReturned;
        this.listener = listener;
    }

    /** The rows of a tick: one call as a rule; several, one after the other, where memory ran out lately. */
    private static final class Flight {
        private final List<Row> rows;
        private final boolean wide;
        private final Deque<Step.Asked> left = new ArrayDeque<>();
        private List<Step.Asked> part = List.of();
        private int bucket;
        private boolean alone;
        private Watchdog.@Nullable Call call;

        Flight(List<Row> rows, boolean wide) {
            this.rows = rows;
            this.wide = wide;
        }

        Watchdog.Call call() {
            return Objects.requireNonNull(call);
        }

        /** Waits until no other call is under way. */
        boolean waits() {
            return call == null;
        }
    }

    /** Calls under way. */
    int underway() {
        return flights.size();
    }

    /** Whether another call can be made. */
    boolean free() {
        return flights.size() < (width.onlyOne() ? 1 : plan.lanes())
                && flights.stream().noneMatch(flight -> flight.wide || flight.alone);
    }

    /** Whether calls under way are so young that few rows may wait for them and share the next call with theirs. */
    boolean young() {
        return flights.stream()
                .noneMatch(flight -> flight.waits() || flight.call().took().compareTo(MERGE) > 0);
    }

    /** Asks rows, none of them under way, for their evaluations and has the network called. */
    void begin(List<Row> rows, boolean wide) {
        if (rows.isEmpty()) {
            return;
        }
        Flight flight = new Flight(rows, wide);
        flights.add(flight);
        rows.forEach(row -> row.underway(true));
        goOn(flight, () -> flight.left.addAll(step.wanted(rows, widest(flight))));
    }

    /**
     * Hands out the answers of calls that have returned and gives up those that hang.
     *
     * @param hurry whether to give up every call at once
     */
    void settle(BooleanSupplier hurry) {
        for (Flight flight : List.copyOf(flights)) {
            if (flight.waits()) {
                goOn(flight, () -> {});
            } else if (!flight.call().returned()) {
                boolean late = flight.call().late();
                if (!(late || hurry.getAsBoolean()) || !flight.call().giveUp()) {
                    continue; // still in time, or back at this moment: the next look finds it
                }
                tell(flight, false);
                goOn(flight, () -> step.fail(flight.part, watchdog.hungException(late)));
            } else {
                answer(flight);
            }
        }
    }

    /** Gives up every call, for a loop that cannot go on. */
    void abandon() {
        flights.stream()
                .filter(flight -> !flight.waits())
                .forEach(flight -> flight.call().giveUp());
        flights.clear();
    }

    private int widest(Flight flight) {
        return Math.min(width.rows(), plan.widest(flight.wide));
    }

    /** Calls the network for what is left of a flight that is wanted; the flight ends where nothing is. */
    private void callNext(Flight flight) {
        flight.call = null;
        if (flight.alone && flights.stream().anyMatch(other -> !other.waits())) {
            return; // those under way end first, and none begins meanwhile
        }
        while (!flight.left.isEmpty()) {
            int widest = widest(flight);
            List<Step.Asked> part = next(flight.left, widest);
            if (part.isEmpty()) {
                continue;
            }
            flight.part = part;
            flight.bucket = options.bucketFor(part.size(), widest);
            try {
                flight.call = watchdog.start(request(flight), whenReturned);
                return;
            } catch (BatchingException e) {
                step.fail(part, e);
            }
        }
        end(flight);
    }

    private Supplier<float[][]> request(Flight flight) {
        List<Evaluation> evaluations =
                flight.part.stream().map(Step.Asked::evaluation).toList();
        List<Condition> conditions = flight.part.stream()
                .map(each -> each.row().task().told(each.evaluation()))
                .toList();
        int bucket = flight.bucket;
        return () -> network.denoise(evaluations, conditions, bucket, flight.wide);
    }

    /** Takes up to {@code rows} that are still wanted off the front. */
    private static List<Step.Asked> next(Deque<Step.Asked> left, int rows) {
        List<Step.Asked> part = new ArrayList<>();
        while (part.size() < rows && !left.isEmpty()) {
            Step.Asked asked = left.removeFirst();
            if (!asked.row().over()) {
                part.add(asked);
            }
        }
        return part;
    }

    private void answer(Flight flight) {
        goOn(flight, () -> {
            try {
                float[][] denoised = flight.call().answer();
                tell(flight, true);
                step.scatter(flight.part, denoised);
            } catch (NetworkCall.NoMemoryException e) {
                tell(flight, false);
                retry(flight, e);
            } catch (BatchingException e) {
                tell(flight, false);
                step.fail(flight.part, e);
            }
        });
    }

    /** Asks for the same rows again: alone where other calls may have been under way, else in calls of half the size. */
    private void retry(Flight flight, NetworkCall.NoMemoryException e) {
        if (!flight.alone && flights.size() > 1) {
            width.oneAtATime(e);
            flight.alone = true;
        } else if (options.bitwise() || flight.bucket == 1) {
            step.fail(flight.part, noMemory(flight.bucket, e));
            return;
        } else {
            width.halve(flight.bucket, e);
        }
        for (int i = flight.part.size() - 1; i >= 0; i--) {
            flight.left.addFirst(flight.part.get(i));
        }
    }

    private BatchingException noMemory(int bucket, NetworkCall.NoMemoryException e) {
        String found = options.bitwise()
                ? "the network ran out of memory in a call of " + bucket
                        + " rows, which bitwise runs must not make smaller: expected a maxBatch that fits"
                : "the network ran out of memory for a single row";
        return new BatchingException(Reason.ENGINE_FAILURE, found + ": " + e.getMessage(), e);
    }

    /**
     * Does something for a flight and makes its next call. Whatever goes wrong, memory running out included, ends the
     * flight's rows and not the loop.
     */
    private void goOn(Flight flight, Runnable first) {
        try {
            first.run();
            callNext(flight);
        } catch (RuntimeException | Error e) {
            log.error("a tick failed", e);
            BatchingException failure =
                    new BatchingException(Reason.ENGINE_FAILURE, "a step of the batch failed: " + e.getMessage(), e);
            flight.rows.forEach(row -> step.finish(row, failure));
            end(flight);
        }
    }

    private void end(Flight flight) {
        flight.rows.forEach(row -> row.underway(false));
        flights.remove(flight);
    }

    private void tell(Flight flight, boolean answered) {
        try {
            listener.called(flight.part.size(), flight.bucket, flight.call().took(), answered);
        } catch (RuntimeException | Error e) {
            log.warn("a listener of network calls failed", e);
        }
    }
}
