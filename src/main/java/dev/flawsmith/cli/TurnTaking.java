package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one network of the process work at a time, first come first served: every engine brings a pool of native threads as
 * large as the machine, and two that work at once are slower than one after the other. Who has waited for the whole
 * patience takes the call before for hung, and nobody waits for that one any more.
 */
final class TurnTaking implements Denoiser {
    /** Far above a call of 16 rows on one slow core. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(TurnTaking.class);
    private static final Turns PROCESS = new Turns();

    /** Whose turn it is, among those that share it. */
    static final class Turns {
        private ReentrantLock lock = new ReentrantLock(true);

        private synchronized ReentrantLock current() {
            return lock;
        }

        /** Leaves a lock to who holds it; whether this call was the one that did. */
        private synchronized boolean giveUp(ReentrantLock hung) {
            boolean first = lock == hung;
            if (first) {
                lock = new ReentrantLock(true);
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
        ReentrantLock turn = await();
        try {
            return network.denoise(batch);
        } finally {
            turn.unlock();
        }
    }

    /** The lock that is now held. */
    private ReentrantLock await() {
        boolean interrupted = false;
        try {
            while (true) {
                ReentrantLock turn = turns.current();
                try {
                    if (turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
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
