package dev.flawsmith.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A request's admission to the batcher: places and bytes for its images, a turn in the round-robin, one deadline. Close it when
 * the request is over, or its places stay taken. Thread-safe.
 */
public final class Ticket implements AutoCloseable {
    private final Claim claim;
    private final Roster roster;
    private final Admission admission;
    private final long admittedNanos;
    private final AtomicInteger places;
    private final AtomicLong bytes;

    // These belong to the roster and are touched under its lock only.
    final List<Row> rows = new ArrayList<>();
    boolean started;

    @Nullable
    BatchingException refusal;

    Ticket(Claim claim, long bytes, Roster roster, Admission admission, long admittedNanos) {
        this.claim = claim;
        this.roster = roster;
        this.admission = admission;
        this.admittedNanos = admittedNanos;
        this.places = new AtomicInteger(claim.images());
        this.bytes = new AtomicLong(bytes);
    }

    Claim claim() {
        return claim;
    }

    boolean expired(long nowNanos) {
        return claim.timeLimit() != null
                && nowNanos - admittedNanos >= claim.timeLimit().toNanos();
    }

    /**
     * Queues a row; it joins at a coming tick. The future completes with the sample, flattened, or with a
     * {@link BatchingException}, on the batcher's thread as a rule: hand work over. Cancelling the future takes the row
     * out at the next tick.
     *
     * @throws IllegalStateException if as many rows are under way as the claim has places
     */
    public CompletableFuture<float[]> submit(RowTask task) {
        return submit(List.of(task)).get(0);
    }

    /**
     * Queues rows that join together: none of them is alone in a call because the others came a moment later. One future a
     * row, in order, as {@link #submit(RowTask)} answers it.
     */
    public List<CompletableFuture<float[]>> submit(List<RowTask> tasks) {
        List<Row> rows = tasks.stream().map(task -> new Row(this, task)).toList();
        BatchingException refused = roster.add(this, rows);
        if (refused != null) {
            rows.forEach(row -> row.fail(refused));
        }
        return rows.stream().map(Row::sample).toList();
    }

    /**
     * How many images of other requests have to be finished before the first of this one begins: 0 once it has, and if the
     * next tick is its turn. Does not grow but where batch jobs come in beside. Costs a look at the open tickets.
     */
    public int ahead() {
        return roster.ahead(this);
    }

    /** Says that an image needs no more rows: gives its place back. Bytes are given back when the ticket is closed. */
    public void finishImage() {
        if (places.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            admission.giveBack(1, 0);
        }
    }

    /** Fails every row under way with {@code CANCELLED}; they hold no slot from the next tick on. */
    public void cancel() {
        end(new BatchingException(BatchingException.Reason.CANCELLED, "the request was cancelled"));
    }

    /** Cancels what is still under way and gives all places and bytes back; a second call does nothing. */
    @Override
    public void close() {
        cancel();
        admission.giveBack(places.getAndSet(0), bytes.getAndSet(0));
    }

    private void end(BatchingException why) {
        roster.remove(this, why).forEach(row -> row.fail(why));
    }
}
