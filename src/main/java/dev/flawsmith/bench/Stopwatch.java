package dev.flawsmith.bench;

/** Wall time of a piece of work. */
final class Stopwatch {
    private Stopwatch() {}

    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
