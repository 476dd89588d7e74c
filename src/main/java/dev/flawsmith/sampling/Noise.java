package dev.flawsmith.sampling;

import java.util.Objects;

/**
 * Random numbers of one image, by counter: every value is a pure function of (seed, attempt, draw, index), whatever
 * else is drawn, in whatever order, on whatever machine. The seed is Philox's key; attempt, draw and index are its
 * counter, so that a new attempt never meets a neighbour's seed. Normal, uniform and integer values of one draw come
 * from separate streams. Immutable and thread-safe.
 */
public final class Noise implements NoiseSource {
    private static final int NORMAL = 0;
    private static final int UNIFORM = 1;
    private static final int INTEGER = 2;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private final long seed;
    private final int attempt;

    /**
     * The numbers of one image.
     *
     * @param seed the image's own seed: the request's seed + its index
     * @param attempt 0, or which of the guard's new attempts this is
     * @throws IllegalArgumentException if {@code attempt} is negative
     */
    public Noise(long seed, int attempt) {
        this.seed = seed;
        this.attempt = atLeastZero("attempt", attempt);
    }

    /** The image's seed. */
    public long seed() {
        return seed;
    }

    /** Which attempt at the image this is, from 0. */
    public int attempt() {
        return attempt;
    }

    /** {@inheritDoc} The i-th value does not depend on {@code size}. Box and Muller 1958, in double, with StrictMath. */
    @Override
    public float[] standardNormal(int draw, int size) {
        float[] values = new float[atLeastZero("size", size)];
        int[] words = new int[4];
        for (int i = 0; i < size; i += 2) {
            fill(words, NORMAL, draw, i);
            double radius = radius(words);
            double angle = angle(words);
            values[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < size) {
                values[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
        return values;
    }

    /** The standard normal value that {@link #standardNormal} has at {@code index}, before its rounding to float. */
    public double normal(int draw, int index) {
        int[] words = new int[4];
        fill(words, NORMAL, draw, index);
        double angle = angle(words);
        return radius(words) * ((index & 1) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    /** A uniform value in [0, 1), a multiple of 2⁻⁵³. */
    public double uniform(int draw, int index) {
        return (bits(UNIFORM, draw, index) >>> 11) * TWO_TO_MINUS_53;
    }

    /** 64 random bits. */
    public long bits(int draw, int index) {
        return bits(INTEGER, draw, index);
    }

    /**
     * A uniform integer in [0, bound).
     *
     * @throws IllegalArgumentException if {@code bound} is below 1
     */
    public int below(int bound, int draw, int index) {
        if (bound < 1) {
            throw new IllegalArgumentException("expected a bound of at least 1, found " + bound);
        }
        return (int) Math.multiplyHigh(bits(draw, index) >>> 1, (long) bound << 1);
    }

    /** A random order of 0 … size − 1 (Fisher and Yates, Durstenfeld 1964); uses the integers of {@code draw}. */
    public int[] permutation(int draw, int size) {
        int[] order = new int[atLeastZero("size", size)];
        for (int i = 0; i < size; i++) {
            int j = below(i + 1, draw, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private long bits(int stream, int draw, int index) {
        int[] words = new int[4];
        fill(words, stream, draw, index);
        return (index & 1) == 0 ? join(words[0], words[1]) : join(words[2], words[3]);
    }

    /** Two 64-bit values a block: index 2k and 2k + 1 share block k. */
    private void fill(int[] words, int stream, int draw, int index) {
        words[0] = atLeastZero("index", index) >>> 1;
        words[1] = stream;
        words[2] = atLeastZero("draw", draw);
        words[3] = attempt;
        Philox4x32.block(words, (int) seed, (int) (seed >>> 32));
    }

    private static double radius(int[] words) {
        double aboveZero = ((join(words[0], words[1]) >>> 11) + 1) * TWO_TO_MINUS_53;
        return Math.sqrt(-2 * StrictMath.log(aboveZero));
    }

    private static double angle(int[] words) {
        return 2 * Math.PI * ((join(words[2], words[3]) >>> 11) * TWO_TO_MINUS_53);
    }

    private static long join(int low, int high) {
        return ((long) high << 32) | (low & 0xFFFFFFFFL);
    }

    private static int atLeastZero(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("expected a " + name + " of at least 0, found " + value);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Noise noise && seed == noise.seed && attempt == noise.attempt;
    }

    @Override
    public int hashCode() {
        return Objects.hash(seed, attempt);
    }

    @Override
    public String toString() {
        return "Noise[seed=" + seed + ", attempt=" + attempt + "]";
    }
}
