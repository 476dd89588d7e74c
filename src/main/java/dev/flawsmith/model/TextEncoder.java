package dev.flawsmith.model;

import java.util.Optional;

/** Turns a sentence into what a network is told: numbers, always as many. Thread-safe. The opener closes it. */
public interface TextEncoder extends AutoCloseable {
    /** How many numbers. */
    int dimension();

    /**
     * Embeds a sentence; the same sentence always gives the same bits on one machine. One that is longer than the encoder
     * takes is cut, which {@link #overrun} tells.
     *
     * @return {@code [dimension]}; a sentence's embedding has L2 norm 1, the hidden states of its tokens have any
     */
    float[] encode(String sentence);

    /** How far a sentence is read, in words, where that is not to its end. */
    default Optional<String> overrun(String sentence) {
        return Optional.empty();
    }

    @Override
    void close();
}
