package dev.flawsmith.batching;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import java.util.ArrayList;
import java.util.List;

/** Another denoiser behind an engine with lanes; it tells which calls were made in one, and how many at once. */
class LanedDenoiser implements Denoiser {
    private final Denoiser inner;
    private final int lanes;
    private final List<Call> calls = new ArrayList<>();
    private int underway;
    private int most;

    /** A call of so many rows, padding included. */
    record Call(int rows, boolean wide) {}

    LanedDenoiser(Denoiser inner, int lanes) {
        this.inner = inner;
        this.lanes = lanes;
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Most calls that were under way at once. */
    synchronized int most() {
        return most;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        return called(batch, true);
    }

    @Override
    public float[][] denoiseInLane(DenoiserBatch batch) {
        return called(batch, false);
    }

    private float[][] called(DenoiserBatch batch, boolean wide) {
        synchronized (this) {
            calls.add(new Call(batch.size(), wide));
            most = Math.max(most, ++underway);
        }
        try {
            return inner.denoise(batch);
        } finally {
            synchronized (this) {
                underway--;
            }
        }
    }

    @Override
    public ImageShape shape() {
        return inner.shape();
    }

    @Override
    public String engine() {
        return inner.engine();
    }

    @Override
    public void close() {
        inner.close();
    }
}
