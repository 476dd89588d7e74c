package dev.flawsmith.batching;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The exact denoiser of N(mean, 0.25) whose mean is 0.2 * class index or the text's first value, rows independent:
 * {@code D(x; sigma) = (x / 4 + sigma^2 mean) / (1 / 4 + sigma^2)} (in place of a network, with alpha = 1). It records
 * its calls, and waits for the test before each if it is gated.
 */
public final class GaussianDenoiser implements Denoiser {
    /** Shape of a row. */
    public static final ImageShape SHAPE = new ImageShape(1, 16, 16);

    /**
     * Calls are let through in the order in which they came: one whose thread is stopped on its way to the gate keeps its
     * place, which it would lose at a semaphore.
     */
    private static final class Gate {
        private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
        private long open;

        Gate(long open) {
            this.open = open;
        }

        synchronized CountDownLatch come() {
            CountDownLatch turn = new CountDownLatch(1);
            waiting.add(turn);
            letThrough(0);
            return turn;
        }

        synchronized void letThrough(int n) {
            open += n;
            while (open > 0 && !waiting.isEmpty()) {
                waiting.remove().countDown();
                open--;
            }
        }
    }

    /** What a call does instead of denoising, or to its answer. */
    public interface Fault {
        float[][] apply(int call, float[][] denoised);
    }

    private final Semaphore arrived = new Semaphore(0);
    private final Gate gate;
    private final Fault fault;
    private final boolean forgetful;
    private final List<DenoiserBatch> calls = new ArrayList<>();
    private volatile boolean closed;

    private GaussianDenoiser(Gate gate, Fault fault, boolean forgetful) {
        this.gate = gate;
        this.fault = fault;
        this.forgetful = forgetful;
    }

    public static GaussianDenoiser free() {
        return faulty((call, denoised) -> denoised);
    }

    public static GaussianDenoiser faulty(Fault fault) {
        return new GaussianDenoiser(new Gate(Long.MAX_VALUE / 2), fault, false);
    }

    /** Keeps no record of its calls, for so many that they would fill the memory. */
    public static GaussianDenoiser forgetful(Fault fault) {
        return new GaussianDenoiser(new Gate(Long.MAX_VALUE / 2), fault, true);
    }

    /** Every call waits for {@link #letThrough}, first come first served. */
    public static GaussianDenoiser gated() {
        return new GaussianDenoiser(new Gate(0), (call, denoised) -> denoised, false);
    }

    /** Waits until so many more calls have come to the gate. */
    public void awaitCalls(int n) throws InterruptedException {
        if (!arrived.tryAcquire(n, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("expected " + n + " more network calls within 10 s");
        }
    }

    public void letThrough(int n) {
        gate.letThrough(n);
    }

    /** Lets calls through one at a time until the condition holds; answers how many. */
    public int letThroughUntil(BooleanSupplier condition, int atMost) throws InterruptedException {
        for (int n = 1; n <= atMost; n++) {
            letThrough(1);
            awaitCalls(1);
            if (condition.getAsBoolean()) {
                return n;
            }
        }
        throw new AssertionError("expected it within " + atMost + " ticks");
    }

    public synchronized List<DenoiserBatch> calls() {
        return List.copyOf(calls);
    }

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        int call;
        CountDownLatch turn;
        synchronized (this) {
            call = calls.size();
            turn = gate.come();
            if (!forgetful) {
                calls.add(batch);
                arrived.release();
            }
        }
        await(turn);
        float[][] denoised = new float[batch.size()][];
        for (int b = 0; b < batch.size(); b++) {
            denoised[b] =
                    denoise(batch.x()[b], batch.sigma()[b], batch.conditions().get(b));
        }
        return fault.apply(call, denoised);
    }

    /** Opens for good after ten seconds, so that a test which failed with the gate closed still ends. */
    private void await(CountDownLatch turn) {
        try {
            if (!turn.await(10, TimeUnit.SECONDS)) {
                gate.letThrough(1_000_000);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted at the gate", e);
        }
    }

    private static float[] denoise(float[] x, double sigma, Condition condition) {
        double mean = condition.text() == null
                ? 0.2 * condition.classIndex()
                : condition.text()[0];
        double s2 = sigma * sigma;
        float[] denoised = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            denoised[i] = (float) ((0.25 * x[i] + s2 * mean) / (0.25 + s2));
        }
        return denoised;
    }

    @Override
    public String engine() {
        return "closed-form";
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean closed() {
        return closed;
    }
}
