package dev.flawsmith.model;

/** Turns a sentence into what a network is told: numbers, always as many. Thread-safe. The opener closes it. */
public interface TextEncoder extends AutoCloseable {
    /** How many numbers. */
    int dimension();

    /**
     * Embeds a sentence; the same sentence always gives the same bits on one machine.
     *
     * @return {@code [dimension]}; a sentence's embedding has L2 norm 1, the hidden states of its tokens have any
     * @throws IllegalArgumentException if the sentence is longer than the encoder takes
     */
    float[] encode(String sentence);

    /**
     * Looks whether a sentence can be encoded, without doing it.
     *
     * @throws IllegalArgumentException if it is longer than the encoder takes
     */
    default void check(String sentence) {}

    @Override
    void close();
}
