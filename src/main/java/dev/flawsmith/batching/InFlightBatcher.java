package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the trajectories of many requests through one network, one evaluation of each a tick, two where slots are idle
 * and the second is known. Rows stand at different
 * noise levels; a new row joins at the next tick, a cancelled one leaves at the next tick. One batcher a model, one
 * thread a batcher; thread-safe. It does not own the denoiser.
 *
 * <p>Guarantees, with {@code S = maxBatch} slots and images of at most {@code E} evaluations:
 *
 * <ul>
 *   <li><b>Bound.</b> At most {@code maxImages} images are admitted, whole requests at a time; the rest are refused.
 *   <li><b>Fairness.</b> Slots are dealt anew every tick, in turn to requests, not to images. A request that finds
 *       {@code R - 1} others of its priority open has an image after at most {@code ceil(R / S') * E} ticks, however
 *       many images the others want and whoever comes later. {@code S' = S - ceil(S / 4)} for {@link
 *       Priority#INTERACTIVE} while batch jobs have rows, {@code S} else. For {@link Priority#BATCH} it is {@code S / 4}
 *       in the mean of four ticks while interactive rows want every slot, and what they leave else.
 *   <li><b>Memory.</b> A trajectory is made when its row first gets a slot: a request holds at most {@code S} of them.
 *   <li><b>Independence.</b> A row's arithmetic is its own; with {@code bitwise} every call has the same shape too.
 *   <li><b>Containment.</b> A network call that throws or answers in the wrong shape fails the rows of its tick; a row
 *       with values that are not finite fails alone. The next tick works.
 *   <li><b>Completion.</b> Every row's future completes: sample, failure, cancellation, deadline or shutdown. Deadlines
 *       and cancellations act between ticks: a network call that hangs holds them up.
 * </ul>
 */
public final class InFlightBatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InFlightBatcher.class);

    private final BatcherOptions options;
    private final LongSupplier nanoTime;
    private final NetworkCall network;
    private final Admission admission;
    private final Roster roster;
    private final Thread thread;

    /** Starts the thread, named after {@code name}. */
    public InFlightBatcher(String name, Denoiser denoiser, BatcherOptions options) {
        this(name, denoiser, options, System::nanoTime);
    }

    InFlightBatcher(String name, Denoiser denoiser, BatcherOptions options, LongSupplier nanoTime) {
        this.options = options;
        this.nanoTime = nanoTime;
        this.network = new NetworkCall(denoiser);
        this.admission = new Admission(options.maxImages());
        this.roster = new Roster(options.maxBatch(), options.drainLimit(), nanoTime);
        this.thread = new Thread(this::run, "batcher-" + name);
        this.thread.start();
    }

    /**
     * Admits a request with all its images, or refuses it.
     *
     * @return its ticket; close it when the request is over
     * @throws BatchingException {@code QUEUE_FULL} or {@code SHUTTING_DOWN}
     */
    public Ticket admit(Claim claim) {
        Ticket ticket = new Ticket(claim, roster, admission, nanoTime.getAsLong());
        admission.take(claim.images());
        try {
            roster.join(ticket);
        } catch (BatchingException e) {
            admission.giveBack(claim.images());
            throw e;
        }
        return ticket;
    }

    /** Images admitted and not finished. */
    public int images() {
        return admission.taken();
    }

    /**
     * Refuses newcomers, fails the rows of requests that have not started with {@code SHUTTING_DOWN}, lets requests that
     * have go on until their tickets are closed or the drain limit passes, and joins the thread.
     *
     * @throws IllegalStateException on the batcher's own thread
     */
    @Override
    public void close() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("expected another thread to close the batcher, found its own");
        }
        fail(roster.close());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the thread ends by itself: the drain is bounded
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            // Invariant: between ticks a row is in its ticket's list exactly if its future is open, and every
            // trajectory
            // is between accept and next. So any row can sit out any tick, and whoever ends a row only has to take it
            // out.
            for (Tick tick = roster.awaitTick(); tick != null; tick = roster.awaitTick()) {
                fail(tick.lapsed());
                contain(tick.slots());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fail(roster.abandon(new BatchingException(Reason.SHUTTING_DOWN, "the batcher has ended")));
        }
    }

    /** Whatever goes wrong in a tick, memory running out included, ends its rows and not the loop. */
    private void contain(List<Row> slots) {
        try {
            work(slots);
        } catch (RuntimeException | Error e) {
            log.error("a tick failed", e);
            BatchingException failure =
                    new BatchingException(Reason.ENGINE_FAILURE, "a step of the batch failed: " + e.getMessage(), e);
            slots.forEach(row -> finish(row, failure));
        }
    }

    private void work(List<Row> slots) {
        List<Row> rows = new ArrayList<>(slots.size());
        List<Evaluation> evaluations = new ArrayList<>(slots.size());
        List<Condition> conditions = new ArrayList<>(slots.size());
        for (Row row : slots) {
            Evaluation evaluation = evaluation(row);
            if (evaluation != null) {
                rows.add(row);
                evaluations.add(evaluation);
                conditions.add(row.task().condition());
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        lookAhead(rows, evaluations, conditions);
        try {
            float[][] denoised = network.denoise(evaluations, conditions, options.bucketFor(rows.size()));
            scatter(rows, denoised);
        } catch (BatchingException e) {
            Set<Row> failed = new LinkedHashSet<>(rows);
            log.warn("{} rows failed: {}", failed.size(), e.getMessage(), e.getCause());
            failed.forEach(row -> finish(row, e));
        }
    }

    /** Slots that nobody wants go to evaluations that are known already: guidance then costs a wider call, not a second. */
    private void lookAhead(List<Row> rows, List<Evaluation> evaluations, List<Condition> conditions) {
        for (Row row : List.copyOf(rows)) {
            Evaluation ahead =
                    rows.size() < options.maxBatch() ? row.trajectory().ahead() : null;
            if (ahead != null) {
                rows.add(row);
                evaluations.add(ahead);
                conditions.add(row.task().condition());
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

    /** Hands every row its answers, in order; a row that refused one gets no further. */
    private void scatter(List<Row> rows, float[][] denoised) {
        Set<Row> refused = new HashSet<>();
        Map<Ticket, Integer> steps = new LinkedHashMap<>();
        List<Runnable> endings = new ArrayList<>();
        for (int b = 0; b < rows.size(); b++) {
            Row row = rows.get(b);
            if (refused.contains(row)) {
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
        steps.forEach(this::report);
        endings.forEach(Runnable::run);
    }

    private void report(Ticket ticket, int steps) {
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

    private void finish(Row row, BatchingException failure) {
        roster.finish(row);
        row.fail(failure);
    }

    private static void fail(List<Tick.Lapsed> lapsed) {
        lapsed.forEach(each -> each.row().fail(each.why()));
    }
}
