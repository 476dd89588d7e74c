package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of rows between two network calls: each is asked for its evaluation, and handed its answer. */
final class Step {
    private static final Logger log = LoggerFactory.getLogger(Step.class);

    private final Roster roster;

    /** An evaluation that a row wants. */
    record Asked(Row row, Evaluation evaluation) {}

    Step(Roster roster) {
        this.roster = roster;
    }

    /**
     * What rows want from the network; those that want nothing any more are finished.
     *
     * @param widest evaluations of a call now: places that no row needs go to evaluations that are known already
     */
    List<Asked> wanted(List<Row> rows, int widest) {
        List<Asked> wanted = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Evaluation evaluation = evaluation(row);
            if (evaluation != null) {
                wanted.add(new Asked(row, evaluation));
            }
        }
        lookAhead(wanted, widest);
        return wanted;
    }

    /** Guidance then costs a wider call, not a second. */
    private static void lookAhead(List<Asked> wanted, int widest) {
        for (Asked asked : List.copyOf(wanted)) {
            Evaluation ahead = wanted.size() < widest ? asked.row().trajectory().ahead() : null;
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

    /** Fails the rows of a call. */
    void fail(List<Asked> part, BatchingException failure) {
        Set<Row> failed = new LinkedHashSet<>();
        part.forEach(asked -> failed.add(asked.row()));
        log.warn("{} rows failed: {}", failed.size(), failure.getMessage(), failure.getCause());
        failed.forEach(row -> finish(row, failure));
    }

    /** Hands every row its answers, in order; a row that refused one, or ended meanwhile, gets no further. */
    void scatter(List<Asked> part, float[][] denoised) {
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
