package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits and whose turn it is: the batcher's shared state under its one lock. No caller's code runs under it. */
final class Roster {
    /** One slot in so many is the batch jobs' while they have rows. */
    static final int BATCH_SHARE = 4;
    /** How often the batcher's thread looks around while calls are under way. */
    static final Duration LOOK = Duration.ofMillis(25);

    private final LanePlan plan;
    private final int slots;
    private final Duration drainLimit;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Ring interactive = new Ring();
    private final Ring batch = new Ring();
    private int batchCredit;
    private boolean wantsRows;
    private boolean returned;
    private boolean closing;
    private long closingNanos;

    Roster(LanePlan plan, Duration drainLimit, LongSupplier nanoTime) {
        this.plan = plan;
        this.slots = plan.slots();
        this.drainLimit = drainLimit;
        this.nanoTime = nanoTime;
    }

    /** Gives a ticket its turn, unless closing. */
    void join(Ticket ticket) {
        lock.lock();
        try {
            if (closing) {
                throw shuttingDown();
            }
            ring(ticket).join(ticket);
        } finally {
            lock.unlock();
        }
    }

    /** Queues rows of a ticket behind its others, all of them before the next tick; answers why not, or null. */
    @Nullable
    BatchingException add(Ticket ticket, List<Row> rows) {
        lock.lock();
        try {
            if (ticket.refusal != null) {
                return ticket.refusal;
            }
            if (ticket.rows.size() + rows.size() > ticket.claim().images()) {
                throw new IllegalStateException("expected at most "
                        + ticket.claim().images() + " rows under way, as claimed, found "
                        + (ticket.rows.size() + rows.size()));
            }
            ticket.rows.addAll(rows);
            if (wantsRows) {
                changed.signal();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a ticket's turn for good; the caller fails the rows that it had. */
    List<Row> remove(Ticket ticket, BatchingException why) {
        lock.lock();
        try {
            changed.signal();
            return end(ticket, why);
        } finally {
            lock.unlock();
        }
    }

    /** A row has its sample or its failure: it leaves, and its ticket goes to the end of its ring. */
    void finish(Row row) {
        lock.lock();
        try {
            row.ticket().rows.remove(row);
            ring(row.ticket()).toTheEnd(row.ticket());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Images of other tickets that have to be finished before a ticket's first row gets a slot; 0 once it has had one, and
     * if it will at the next tick. One image of each ticket before it counts: the rest of theirs come behind.
     */
    int ahead(Ticket ticket) {
        lock.lock();
        try {
            if (ticket.started || ticket.refusal != null) {
                return 0;
            }
            Ring ring = ring(ticket);
            int others = ring == interactive
                    ? Math.min(batch.rows(), (slots + BATCH_SHARE - 1) / BATCH_SHARE)
                    : Math.min(interactive.rows(), slots - slots / BATCH_SHARE);
            return Math.max(0, ring.before(ticket) + 1 - Math.max(1, slots - others));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for rows that a call can be made for and, while calls are under way, no longer than {@link #LOOK} or until one
     * returns: the tick may then have neither. For the batcher's thread.
     *
     * @param underway calls under way
     * @param free whether another can be made
     * @param merge whether few rows may wait for those of calls under way
     * @return null when closed and drained, with no call under way
     */
    @Nullable
    Tick awaitTick(int underway, boolean free, boolean merge) throws InterruptedException {
        lock.lock();
        try {
            wantsRows = free;
            List<Tick.Lapsed> lapsed = new ArrayList<>();
            boolean waited = false;
            while (true) {
                interactive.sweep();
                batch.sweep();
                lapse(lapsed);
                int share = batchShare();
                Tick tick = free ? plan.tick(deal(share), underway, merge, lapsed) : new Tick(List.of(), false, lapsed);
                if (!tick.slots().isEmpty() || !lapsed.isEmpty() || returned || waited) {
                    take(tick.slots(), share);
                    returned = false;
                    return tick;
                }
                if (underway > 0) {
                    changed.awaitNanos(LOOK.toNanos());
                    waited = true;
                } else if (!closing) {
                    changed.await();
                } else if (interactive.isEmpty() && batch.isEmpty()) {
                    return null;
                } else {
                    changed.awaitNanos(drainLeftNanos());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the batcher's thread look at its calls: one has returned. */
    void callReturned() {
        lock.lock();
        try {
            returned = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the drain limit passed so long ago. */
    boolean drainedFor(Duration grace) {
        lock.lock();
        try {
            return closing && drainLeftNanos() <= -grace.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses newcomers and ends the tickets that never had a slot; the caller fails the rows answered. */
    List<Tick.Lapsed> close() {
        lock.lock();
        try {
            List<Tick.Lapsed> refused = new ArrayList<>();
            if (!closing) {
                closing = true;
                closingNanos = nanoTime.getAsLong();
                endAll(refused, shuttingDown(), false);
                changed.signal();
            }
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything, for a loop that cannot go on. */
    List<Tick.Lapsed> abandon(BatchingException why) {
        lock.lock();
        try {
            closing = true;
            List<Tick.Lapsed> refused = new ArrayList<>();
            endAll(refused, why, true);
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Slots of this deal that are the batch jobs': what they are owed, and never more than a quarter, rounded up. */
    private int batchShare() {
        int owed = Math.max(0, batchCredit + slots) / BATCH_SHARE;
        return Math.min(Math.min(owed, (slots + BATCH_SHARE - 1) / BATCH_SHARE), batch.rows());
    }

    /** Rows get a call: every one of them is worth a quarter of a slot to the batch jobs, and costs them one if theirs. */
    private void take(List<Row> rows, int share) {
        int theirs = 0;
        for (Row row : rows) {
            row.ticket().started = true;
            theirs += ring(row.ticket()) == batch ? 1 : 0;
        }
        int owed = batchCredit + rows.size() - BATCH_SHARE * Math.min(theirs, share); // what nobody wanted is free
        batchCredit = batch.rows() == 0
                ? Math.floorMod(owed, BATCH_SHARE)
                : Math.max(-slots, Math.min(owed, slots + BATCH_SHARE));
    }

    private List<Row> deal(int share) {
        List<Row> dealt = interactive.deal(slots - share);
        dealt.addAll(batch.deal(slots - dealt.size()));
        return dealt;
    }

    private void lapse(List<Tick.Lapsed> lapsed) {
        long now = nanoTime.getAsLong();
        for (Ring ring : List.of(interactive, batch)) {
            ring.forEach(ticket -> {
                if (ticket.expired(now)) {
                    endInto(lapsed, ticket, deadlineExceeded(ticket));
                }
            });
        }
        if (closing && drainLeftNanos() <= 0) {
            endAll(lapsed, shuttingDown(), true);
        }
    }

    private long drainLeftNanos() {
        return drainLimit.toNanos() - (nanoTime.getAsLong() - closingNanos);
    }

    private void endAll(List<Tick.Lapsed> into, BatchingException why, boolean startedToo) {
        for (Ring ring : List.of(interactive, batch)) {
            ring.forEach(ticket -> {
                if (startedToo || !ticket.started) {
                    endInto(into, ticket, why);
                }
            });
        }
    }

    private void endInto(List<Tick.Lapsed> into, Ticket ticket, BatchingException why) {
        end(ticket, why).forEach(row -> into.add(new Tick.Lapsed(row, why)));
    }

    private List<Row> end(Ticket ticket, BatchingException why) {
        if (ticket.refusal == null) {
            ticket.refusal = why;
        }
        ring(ticket).leave(ticket);
        List<Row> rows = List.copyOf(ticket.rows);
        ticket.rows.clear();
        return rows;
    }

    private Ring ring(Ticket ticket) {
        return ticket.claim().priority() == Priority.INTERACTIVE ? interactive : batch;
    }

    private static BatchingException shuttingDown() {
        return new BatchingException(Reason.SHUTTING_DOWN, "shutting down: no new images are started");
    }

    private static BatchingException deadlineExceeded(Ticket ticket) {
        return new BatchingException(
                Reason.DEADLINE_EXCEEDED,
                "expected to finish within " + ticket.claim().timeLimit() + ", found images still under way");
    }
}
