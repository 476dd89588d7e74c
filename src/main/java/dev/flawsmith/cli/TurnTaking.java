package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one network of the process work at a time, or so many lanes of any as there are threads, first come first served:
 * an engine's call brings a native thread for every core, and two that work at once are slower than one after the other.
 * Who has waited for the whole patience takes the calls before for hung, and nobody waits for those any more.
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
        private Semaphore shares = new Semaphore(WHOLE, true);

        private synchronized Semaphore current() {
            return shares;
        }

        /** Leaves the shares to who holds them; whether this call was the one that did. */
        private synchronized boolean giveUp(Semaphore hung) {
            boolean first = shares == hung;
            if (first) {
                shares = new Semaphore(WHOLE, true);
            }
            return first;
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
        Semaphore turn = await(WHOLE);
        try {
            return network.denoise(batch);
        } finally {
            turn.release(WHOLE);
        }
    }

    @Override
    public int lanes() {
        return network.lanes();
    }

    @Override
    public float[][] denoiseInLane(DenoiserBatch batch) {
        int share = WHOLE / network.lanes();
        Semaphore turn = await(share);
        try {
            return network.denoiseInLane(batch);
        } finally {
            turn.release(share);
        }
    }

    /** Where so many shares have been taken. */
    private Semaphore await(int shares) {
        boolean interrupted = false;
        try {
            while (true) {
                Semaphore turn = turns.current();
                try {
                    if (turn.tryAcquire(shares, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                        return turn;
                    }
                    if (turns.giveUp(turn)) {
                        log.warn("a network call has not ended for {}; the others go on beside it", patience);
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
    public String engine() {
        return network.engine();
    }

    @Override
    public void close() {
        network.close();
    }
}
