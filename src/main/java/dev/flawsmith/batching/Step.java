package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a tick does with its rows: asks each for its evaluation, has the network answer, hands the answers out. */
final class Step {
    private static final Logger log = LoggerFactory.getLogger(Step.class);

    private final BatcherOptions options;
    private final Roster roster;
    private final CallWidth width;
    private final Network network;

    /** Answers evaluations, in one call. */
    interface Network {
        /**
         * Answers them.
         *
         * @param bucket rows of the padded call, at least as many as evaluations
         * @return the answers, in order, and padding behind them
         * @throws BatchingException {@code ENGINE_FAILURE} or {@code ENGINE_STUCK}
         * @throws NetworkCall.NoMemoryException if memory ran out
         */
        float[][] denoise(List<Asked> asked, int bucket) throws InterruptedException;
    }

    /** An evaluation that a row wants. */
    record Asked(Row row, Evaluation evaluation) {}

    Step(BatcherOptions options, Roster roster, CallWidth width, Network network) {
        this.options = options;
        this.roster = roster;
        this.width = width;
        this.network = network;
    }

    /** One call as a rule; several where memory ran out lately. A row that no call reached stays as it is. */
    void run(List<Row> slots) throws InterruptedException {
        List<Asked> wanted = new ArrayList<>(slots.size());
        for (Row row : slots) {
            Evaluation evaluation = evaluation(row);
            if (evaluation != null) {
                wanted.add(new Asked(row, evaluation));
            }
        }
        lookAhead(wanted);
        Deque<Asked> left = new ArrayDeque<>(wanted);
        while (!left.isEmpty()) {
            int widest = width.rows();
            List<Asked> part = next(left, widest);
            if (!part.isEmpty()) {
                call(part, left, options.bucketFor(part.size(), widest));
            }
        }
    }

    /** Takes up to {@code rows} that are still wanted off the front. */
    private static List<Asked> next(Deque<Asked> left, int rows) {
        List<Asked> part = new ArrayList<>();
        while (part.size() < rows && !left.isEmpty()) {
            Asked asked = left.removeFirst();
            if (!asked.row().over()) {
                part.add(asked);
            }
        }
        return part;
    }

    private void call(List<Asked> part, Deque<Asked> left, int bucket) throws InterruptedException {
        try {
            scatter(part, network.denoise(part, bucket));
        } catch (NetworkCall.NoMemoryException e) {
            if (options.bitwise() || bucket == 1) {
                fail(part, noMemory(bucket, e));
                return;
            }
            width.halve(bucket, e);
            for (int i = part.size() - 1; i >= 0; i--) {
                left.addFirst(part.get(i));
            }
        } catch (BatchingException e) {
            fail(part, e);
        }
    }

    private BatchingException noMemory(int bucket, NetworkCall.NoMemoryException e) {
        String found = options.bitwise()
                ? "the network ran out of memory in a call of " + bucket
                        + " rows, which bitwise runs must not make smaller: expected a maxBatch that fits"
                : "the network ran out of memory for a single row";
        return new BatchingException(Reason.ENGINE_FAILURE, found + ": " + e.getMessage(), e);
    }

    private void fail(List<Asked> part, BatchingException failure) {
        Set<Row> failed = new LinkedHashSet<>();
        part.forEach(asked -> failed.add(asked.row()));
        log.warn("{} rows failed: {}", failed.size(), failure.getMessage(), failure.getCause());
        failed.forEach(row -> finish(row, failure));
    }

    /** Slots that nobody wants go to evaluations that are known already: guidance then costs a wider call, not a second. */
    private void lookAhead(List<Asked> wanted) {
        for (Asked asked : List.copyOf(wanted)) {
            Evaluation ahead =
                    wanted.size() < width.rows() ? asked.row().trajectory().ahead() : null;
            if (ahead != null) {
                wanted.add(new Asked(asked.row(), ahead));
            }
        }
    }

    /** What a row needs from the network; null if it needed nothing or could not say. */
    private @Nullable Evaluation evaluation(Row row) {
        try {
            Trajectory trajectory = row.trajectory();
            if (!trajectory.done()) {
                return trajectory.next();
            }
            finish(row, trajectory.sample());
        } catch (RuntimeException e) {
            log.warn("a trajectory failed", e);
            finish(row, new BatchingException(Reason.ENGINE_FAILURE, "the sampler failed: " + e.getMessage(), e));
        }
        return null;
    }

    /** Hands every row its answers, in order; a row that refused one, or ended meanwhile, gets no further. */
    private void scatter(List<Asked> part, float[][] denoised) {
        Set<Row> refused = new HashSet<>();
        Map<Ticket, Integer> steps = new LinkedHashMap<>();
        List<Runnable> endings = new ArrayList<>();
        for (int b = 0; b < part.size(); b++) {
            Row row = part.get(b).row();
            if (row.over() || refused.contains(row)) {
                continue;
            }
            try {
                Trajectory trajectory = row.trajectory();
                int before = trajectory.step();
                trajectory.accept(denoised[b]);
                steps.merge(row.ticket(), trajectory.step() - before, Integer::sum);
                if (trajectory.done()) {
                    float[] sample = trajectory.sample();
                    endings.add(() -> finish(row, sample));
                }
            } catch (RuntimeException e) {
                log.warn("a row failed: {}", e.getMessage());
                refused.add(row);
                BatchingException failure = new BatchingException(
                        Reason.ENGINE_FAILURE, "the network's answer was refused: " + e.getMessage(), e);
                endings.add(() -> finish(row, failure));
            }
        }
        steps.forEach(Step::report);
        endings.forEach(Runnable::run);
    }

    private static void report(Ticket ticket, int steps) {
        try {
            if (steps > 0) {
                ticket.claim().steps().accept(steps);
            }
        } catch (RuntimeException e) {
            log.warn("a step listener failed", e);
        }
    }

    private void finish(Row row, float[] sample) {
        roster.finish(row);
        row.sample().complete(sample);
    }

    void finish(Row row, BatchingException failure) {
        roster.finish(row);
        row.fail(failure);
    }
}
