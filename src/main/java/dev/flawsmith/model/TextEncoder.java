package dev.flawsmith.model;

/** Turns a sentence into a unit-length embedding. Thread-safe. The opener closes it. */
public interface TextEncoder extends AutoCloseable {
    /** Length of an embedding. */
    int dimension();

    /**
     * Embeds a sentence; the same sentence always gives the same bits on one machine.
     *
     * @return {@code [dimension]}, L2 norm 1
     */
    float[] encode(String sentence);

    @Override
    void close();
}
