package dev.flawsmith.http;

import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Waits for a synthesis on behalf of one client. Guarantee: once closed, the synthesis is
 * either complete or cancelled; no work goes on for a client who has left, timed out or been abandoned at shutdown.
 */
public final class SynthesisWait implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    /** Where nothing is told meanwhile: at ten looks a second they were half of what a request costs beside its image. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Synthesis synthesis;
    private final BooleanSupplier gone;
    private final Admission admission;
    private final Duration timeout;
    private final long deadline;

    /** @param gone whether the client has left; asked by the waiting thread alone */
    SynthesisWait(Synthesis synthesis, BooleanSupplier gone, Admission admission, Duration timeout) {
        this.synthesis = synthesis;
        this.gone = gone;
        this.admission = admission;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** What a waiting request does ten times a second. */
    @FunctionalInterface
    public interface Tick {
        void run() throws IOException;
    }

    /**
     * Waits for all images; looks four times a second whether to go on.
     *
     * @throws SynthesisException as the synthesis failed, or {@code DEADLINE_EXCEEDED}, or {@code SHUTTING_DOWN}
     * @throws ClientGoneException if the client left
     */
    public List<SynthesizedImage> await() throws IOException {
        return await(LOOK, () -> {});
    }

    /**
     * Waits for all images, ticking meanwhile.
     *
     * @throws SynthesisException as the synthesis failed, or {@code DEADLINE_EXCEEDED}, or {@code SHUTTING_DOWN}
     * @throws ClientGoneException if the client left
     * @throws IOException what the tick throws
     */
    public List<SynthesizedImage> await(Tick tick) throws IOException {
        return await(TICK, tick);
    }

    private List<SynthesizedImage> await(Duration every, Tick tick) throws IOException {
        try {
            while (true) {
                try {
                    return synthesis.images().get(every.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    tick.run();
                    requireReason();
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SynthesisException failure
                    ? failure
                    : new SynthesisException(Code.ENGINE_FAILURE, "the synthesis failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SynthesisException(Code.SHUTTING_DOWN, "the server is shutting down");
        }
    }

    /** Images of others before the first of these; see {@link Synthesis#ahead()}. */
    int ahead() {
        return synthesis.ahead().getAsInt();
    }

    /** Stops the work; {@link #await} then throws {@code CANCELLED}. From any thread. */
    public void cancel() {
        synthesis.cancellation().run();
    }

    @Override
    public void close() {
        if (!synthesis.images().isDone()) {
            synthesis.cancellation().run();
        }
    }

    /** Throws unless there is a reason to go on waiting. */
    private void requireReason() {
        if (gone.getAsBoolean()) {
            throw new ClientGoneException();
        }
        if (admission.abandoned()) {
            throw new SynthesisException(Code.SHUTTING_DOWN, "the server shut down before the images were finished");
        }
        if (System.nanoTime() - deadline > 0) {
            throw new SynthesisException(
                    Code.DEADLINE_EXCEEDED,
                    "the images were not finished within " + timeout.toMillis() + " ms; ask for fewer, or fewer steps");
        }
    }
}
