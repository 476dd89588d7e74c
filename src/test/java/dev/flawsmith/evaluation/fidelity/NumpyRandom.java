package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureRows;

/** numpy's {@code RandomState(seed).randn}: MT19937 (Matsumoto and Nishimura 1998) and Marsaglia's polar method. */
final class NumpyRandom {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;
    private double spare = Double.NaN;

    NumpyRandom(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    FeatureRows randn(String name, int rows, int columns, double shift) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (gaussian() + shift);
            }
        }
        return FeatureRows.of(name, values);
    }

    private double gaussian() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double x;
        double y;
        double squares;
        do {
            x = 2 * uniform() - 1;
            y = 2 * uniform() - 1;
            squares = x * x + y * y;
        } while (squares >= 1 || squares == 0);
        double factor = Math.sqrt(-2 * Math.log(squares) / squares);
        spare = factor * x;
        return factor * y;
    }

    private double uniform() {
        long high = Integer.toUnsignedLong(word()) >>> 5;
        long low = Integer.toUnsignedLong(word()) >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    private int word() {
        if (next == SIZE) {
            for (int i = 0; i < SIZE; i++) {
                int mixed = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
                state[i] = state[(i + SHIFT) % SIZE] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
            }
            next = 0;
        }
        int word = state[next++];
        word ^= word >>> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >>> 18);
    }
}
