package dev.flawsmith.batching;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Gaussian denoiser behind an engine that hangs, deaf to interrupts as native code is: each of its next calls after
 * {@link #hang} waits until {@link #release} lets one go on, and answers then.
 */
public final class HangingDenoiser implements Denoiser {
    private final GaussianDenoiser inner = GaussianDenoiser.free();
    private final AtomicInteger toHang = new AtomicInteger();
    private final Semaphore hanging = new Semaphore(0);
    private final Semaphore releases = new Semaphore(0);
    private final Semaphore answered = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** The next calls hang, so many of them. */
    public void hang(int calls) {
        toHang.set(calls);
    }

    /** Waits until so many more calls hang. */
    public void awaitHanging(int calls) throws InterruptedException {
        if (!hanging.tryAcquire(calls, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("expected " + calls + " more calls to hang within 10 s");
        }
    }

    /** Lets one hanging call go on and waits until it has answered. */
    public void release() throws InterruptedException {
        releases.release();
        if (!answered.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new AssertionError("expected the call to answer within 10 s");
        }
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        boolean hangs = toHang.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!hangs) {
            return inner.denoise(batch);
        }
        hanging.release();
        releases.acquireUninterruptibly();
        Thread.interrupted(); // native code would not have noticed
        try {
            return inner.denoise(batch);
        } finally {
            answered.release();
        }
    }

    public boolean closed() {
        return closed.getCount() == 0;
    }

    @Override
    public ImageShape shape() {
        return GaussianDenoiser.SHAPE;
    }

    @Override
    public String engine() {
        return "hanging";
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
