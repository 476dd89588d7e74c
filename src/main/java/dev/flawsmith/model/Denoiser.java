package dev.flawsmith.model;

/**
 * A denoising network, {@code denoised = D(x; level, condition)} (Karras et al. 2022, eq. 7): epsilon-, v- and
 * sample-prediction networks are wrapped to this. Rows are independent. Thread-safe: calls may come from any thread,
 * one at a time or not. The opener closes it.
 */
public interface Denoiser extends AutoCloseable {
    /** The shape of one row. */
    ImageShape shape();

    /** The shape of one row of an answer: {@link #shape()}, but for generators that make images of something smaller. */
    default ImageShape answerShape() {
        return shape();
    }

    /**
     * Denoises every row.
     *
     * @return {@code [batch][channels * height * width]}, new arrays, in [-1, 1] up to network error
     * @throws IllegalArgumentException if a row's length or a condition does not fit the network
     */
    float[][] denoise(DenoiserBatch batch);

    /**
     * How many calls of {@link #denoiseInLane} are worth making at once: each has an equal share of the engine's threads.
     * 1 where every call takes all of them.
     */
    default int lanes() {
        return 1;
    }

    /**
     * Like {@link #denoise} on one of {@link #lanes()} equal shares of the engine's threads: slower alone, faster in all,
     * for the calls at once wait for nothing but their own rows. A row's bits are those that {@link #denoise} has for
     * {@code lanes()} times as many rows.
     */
    default float[][] denoiseInLane(DenoiserBatch batch) {
        return denoise(batch);
    }

    /** Whether {@link Condition#NONE} means something to the network, as guidance wants. */
    default boolean unconditioned() {
        return true;
    }

    /** Which engine and device run it and with how many threads, for recipes: {@code "pytorch-cpu-2"}. */
    String engine();

    @Override
    void close();
}
