package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one network of the process work at a time, or so many lanes of any as there are threads, first come first served:
 * an engine's call brings a native thread for every core, and two that work at once are slower than one after the other.
 * A call that has not ended for the whole patience counts as hung, and nobody waits for it any more.
 */
final class TurnTaking implements Denoiser {
    /** Far above a call of 16 rows on one slow core. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(TurnTaking.class);
    /** Shares of the machine: any number of lanes can be taken for an equal part of it. */
    private static final int WHOLE = 1 << 20;

    private static final Turns PROCESS = new Turns();

    /** Whose turn it is, among those that share it. */
    static final class Turns {
        private final Set<Turn> taken = new LinkedHashSet<>();
        private Semaphore shares = new Semaphore(WHOLE, true);

        /** The shares to ask for; those that somebody has held beyond all patience are left to him. */
        private synchronized Semaphore current(Duration patience) {
            long now = System.nanoTime();
            if (taken.stream().anyMatch(turn -> turn.of == shares && now - turn.sinceNanos >= patience.toNanos())) {
                shares = new Semaphore(WHOLE, true);
                log.warn("a network call has not ended for {}; the others go on beside it", patience);
            }
            return shares;
        }

        private synchronized Turn taken(Semaphore of, int shares) {
            Turn turn = new Turn(of, shares, System.nanoTime());
            taken.add(turn);
            return turn;
        }

        private void end(Turn turn) {
            synchronized (this) {
                taken.remove(turn);
            }
            turn.of.release(turn.shares);
        }
    }

    /** Shares that somebody holds. */
    private static final class Turn {
        private final Semaphore of;
        private final int shares;
        private final long sinceNanos;

        Turn(Semaphore of, int shares, long sinceNanos) {
            this.of = of;
            this.shares = shares;
            this.sinceNanos = sinceNanos;
        }
    }

    private final Denoiser network;
    private final Turns turns;
    private final Duration patience;

    /** Takes turns with every other network of the process; owns {@code network}. */
    TurnTaking(Denoiser network) {
        this(network, PROCESS, PATIENCE);
    }

    TurnTaking(Denoiser network, Turns turns, Duration patience) {
        this.network = network;
        this.turns = turns;
        this.patience = patience;
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        Turn turn = await(WHOLE);
        try {
            return network.denoise(batch);
        } finally {
            turns.end(turn);
        }
    }

    @Override
    public int lanes() {
        return network.lanes();
    }

    @Override
    public float[][] denoiseInLane(DenoiserBatch batch) {
        Turn turn = await(WHOLE / network.lanes());
        try {
            return network.denoiseInLane(batch);
        } finally {
            turns.end(turn);
        }
    }

    /** So many shares, as soon as they are free. */
    private Turn await(int shares) {
        boolean interrupted = false;
        try {
            while (true) {
                Semaphore current = turns.current(patience);
                try {
                    if (current.tryAcquire(shares, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                        return turns.taken(current, shares);
                    }
                } catch (InterruptedException e) {
                    interrupted = true; // who calls the network decides what becomes of its rows
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public ImageShape shape() {
        return network.shape();
    }

    @Override
    public ImageShape answerShape() {
        return network.answerShape();
    }

    @Override
    public boolean unconditioned() {
        return network.unconditioned();
    }

    @Override
    public String engine() {
        return network.engine();
    }

    @Override
    public void close() {
        network.close();
    }
}
