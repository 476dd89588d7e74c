package dev.flawsmith.model;

/** One bare operation of an engine with its operands in place, which a benchmark repeats. The opener closes it. */
public interface Kernel extends AutoCloseable {
    /** Multiplications and additions of one run. */
    long flops();

    /** Runs it so many times and returns when the last result is there, on a GPU too. */
    void repeat(int times);

    @Override
    void close();
}
