package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Denoiser;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trajectories of many requests through one network, one evaluation of each a tick, two where slots are idle
 * and the second is known. Rows stand at different noise levels; a new row joins at the next tick, a cancelled one leaves
 * at the next tick. One batcher a model; thread-safe. It does not own the denoiser.
 *
 * <p>Threads: the batcher's own ("batcher-NAME") keeps the books and the trajectories and never enters the engine;
 * others ("engine-NAME") make the network calls and can be done without. Where the engine has lanes ({@link
 * Denoiser#lanes()}) as many calls are under way at once, each with its share of the slots on its share of the engine's
 * threads; answers of one are handed out while another is in the network, and a newcomer waits for the first to return,
 * not for all. Fewer rows than lanes share one call on all threads as soon as their lanes have returned.
 *
 * <p>Guarantees, with {@code S = maxBatch} slots and images of at most {@code E} evaluations, where a tick is the time in
 * which every lane makes a call:
 *
 * <ul>
 *   <li><b>Bound.</b> At most {@code maxImages} images with {@code maxBytes} of state are admitted, in one decision and
 *       whole requests at a time; the rest are refused. {@link RowState} says what counts.
 *   <li><b>Fairness.</b> Slots are dealt anew every tick, in turn to requests, not to images. A request that finds
 *       {@code R - 1} others of its priority open has an image after at most {@code ceil(R / S') * E} ticks, however
 *       many images the others want and whoever comes later. {@code S' = S - ceil(S / 4)} for {@link
 *       Priority#INTERACTIVE} while batch jobs have rows, {@code S} else. For {@link Priority#BATCH} it is {@code S / 4}
 *       in the mean of four ticks while interactive rows want every slot, and what they leave else.
 *   <li><b>Memory.</b> A trajectory is made when its row first gets a slot: a request holds at most {@code S} of them.
 *   <li><b>Independence.</b> A row's arithmetic is its own; with {@code bitwise} every call has the same shape too.
 *   <li><b>Containment.</b> A network call that throws or answers in the wrong shape fails the rows in it; a row with
 *       values that are not finite fails alone. The next tick works.
 *   <li><b>Watchdog.</b> A call that is not back within {@code callLimit} fails the rows in it and is given up: its
 *       thread is interrupted and left alone, its answer is dropped whenever it comes, and the next call is made on another
 *       thread, beside the hung one, as {@link Denoiser} allows. While more calls hang than there are lanes the engine is
 *       {@link #stuck()}: no call is made, rows fail and newcomers are refused with {@code ENGINE_STUCK}, until no more
 *       hang than that. So a broken engine costs two threads a lane at most.
 *   <li><b>Out of memory.</b> The rows of a call that ran out of memory are asked for again: alone where others were under
 *       way, and calls are then made one at a time for a minute; else in calls of half the size, down to one row, and
 *       later calls stay that small and double every minute ({@link CallWidth}). With {@code bitwise} calls are not
 *       halved and their rows fail instead: another shape would be other bits.
 *   <li><b>Completion.</b> Every row's future completes: sample, failure, cancellation, deadline or shutdown. Cancelling
 *       acts at once and frees the slot at the next tick; deadlines act between ticks and, while a call is under way,
 *       within a twentieth of a second. Neither waits for a call that hangs.
 *   <li><b>Isolation.</b> Batchers share nothing: a model whose engine hangs or fails holds up no other.
 * </ul>
 */
public final class InFlightBatcher implements AutoCloseable {
    /** How long a call that is under way when the drain limit passes has to return. */
    static final Duration LAST_CALL = Duration.ofSeconds(5);

    private final BatcherOptions options;
    private final LongSupplier nanoTime;
    private final Watchdog watchdog;
    private final Admission admission;
    private final Roster roster;
    private final Lanes lanes;
    private final Thread thread;
    private volatile CallListener listener = CallListener.NONE;

    /** Starts the threads, named after {@code name}. */
    public InFlightBatcher(String name, Denoiser denoiser, BatcherOptions options) {
        this(name, denoiser, options, System::nanoTime);
    }

    InFlightBatcher(String name, Denoiser denoiser, BatcherOptions options, LongSupplier nanoTime) {
        this.options = options;
        this.nanoTime = nanoTime;
        LanePlan plan = LanePlan.of(denoiser.lanes(), options);
        this.watchdog = new Watchdog(name, plan.lanes(), options.callLimit(), nanoTime);
        this.admission = new Admission(options.maxImages(), options.maxBytes());
        this.roster = new Roster(plan, options.drainLimit(), nanoTime);
        this.lanes = new Lanes(
                options,
                plan,
                new CallWidth(options.maxBatch(), nanoTime),
                new Step(roster),
                new NetworkCall(denoiser),
                watchdog,
                roster::callReturned,
                (rows, bucket, took, answered) -> listener.called(rows, bucket, took, answered));
        this.thread = new Thread(this::run, "batcher-" + name);
        this.thread.start();
    }

    /**
     * Admits a request with all its images, or refuses it.
     *
     * @return its ticket; close it when the request is over
     * @throws BatchingException {@code TOO_LARGE}, {@code QUEUE_FULL}, {@code ENGINE_STUCK} or {@code SHUTTING_DOWN}
     */
    public Ticket admit(Claim claim) {
        if (watchdog.stuck()) {
            throw watchdog.stuckException();
        }
        long bytes = claim.state().bytes(claim.images(), options.maxBatch());
        Ticket ticket = new Ticket(claim, bytes, roster, admission, nanoTime.getAsLong());
        admission.take(claim.images(), bytes);
        try {
            roster.join(ticket);
        } catch (BatchingException e) {
            admission.giveBack(claim.images(), bytes);
            throw e;
        }
        return ticket;
    }

    /** Has its network calls told from now on; one listener at a time. */
    public void listen(CallListener next) {
        listener = next;
    }

    /** Images admitted and not finished. */
    public int images() {
        return admission.images();
    }

    /** Bytes of state of the requests admitted whose tickets are open. */
    public long bytes() {
        return admission.bytes();
    }

    /** Whether network calls hang and none is made: newcomers are refused until one of them returns. */
    public boolean stuck() {
        return watchdog.stuck();
    }

    /** Network calls that were given up and are still in the engine, which must not be freed beneath them. */
    public int hungCalls() {
        return watchdog.hung();
    }

    /**
     * Refuses newcomers, fails the rows of requests that have not started with {@code SHUTTING_DOWN}, lets requests that
     * have go on until their tickets are closed or the drain limit passes, and joins the threads. A call that is still
     * under way five seconds after the drain limit is given up like one that hangs: see {@link #hungCalls()}.
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
            // trajectory is between accept and next, but for rows of calls under way, which are between next and
            // accept. So any other row can sit out any tick, and whoever ends a row only has to take it out.
            for (Tick tick = next(); tick != null; tick = next()) {
                fail(tick.lapsed());
                lanes.begin(tick.slots(), tick.wide());
                lanes.settle(() -> roster.drainedFor(LAST_CALL));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fail(roster.abandon(new BatchingException(Reason.SHUTTING_DOWN, "the batcher has ended")));
            lanes.abandon();
            watchdog.close();
        }
    }

    private @Nullable Tick next() throws InterruptedException {
        return roster.awaitTick(lanes.underway(), lanes.free(), lanes.young());
    }

    private static void fail(List<Tick.Lapsed> lapsed) {
        lapsed.forEach(each -> each.row().fail(each.why()));
    }
}
