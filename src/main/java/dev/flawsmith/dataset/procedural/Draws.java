package dev.flawsmith.dataset.procedural;

/**
 * A counter-based stream of random numbers: draw <i>i</i> is SplitMix64's finaliser applied to {@code key + i * GOLDEN}
 * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Only integer arithmetic,
 * IEEE-exact operations and {@link StrictMath} are used, so a key gives the same numbers on every machine.
 */
final class Draws {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long key;
    private long counter;

    Draws(long key) {
        this.key = key;
    }

    /** A stream for a caller's seed and a label such as a class name. */
    static Draws of(long seed, String label) {
        long hash = 0xcbf29ce484222325L; // FNV-1a over the UTF-16 units
        for (int i = 0; i < label.length(); i++) {
            hash = (hash ^ label.charAt(i)) * 0x100000001b3L;
        }
        return new Draws(mix(mix(seed + GOLDEN) ^ hash));
    }

    /** An independent stream; the position of this one does not matter and does not move. */
    Draws fork(long label) {
        return new Draws(mix(key ^ mix(label * GOLDEN + 1)));
    }

    long bits() {
        return mix(key + GOLDEN * ++counter);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (bits() >>> 11) * 0x1p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Log-uniform in [low, high), both positive. */
    double logBetween(double low, double high) {
        return low * StrictMath.exp(uniform() * StrictMath.log(high / low));
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /** -1 or 1. */
    int sign() {
        return bits() < 0 ? -1 : 1;
    }

    /** Uniform in [low, high], both included. */
    int integer(int low, int high) {
        return low + (int) (uniform() * (high - low + 1));
    }

    /** Standard normal (Box and Muller). */
    double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
