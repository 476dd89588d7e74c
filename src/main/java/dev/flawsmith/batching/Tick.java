package dev.flawsmith.batching;

import java.util.List;

/**
 * What one turn of the loop does.
 *
 * @param slots rows that get an evaluation, in one call; none where no lane is free or no row waits
 * @param wide whether that call takes all of the engine's threads
 * @param lapsed rows that left without one, to be failed outside the lock
 */
record Tick(List<Row> slots, boolean wide, List<Lapsed> lapsed) {
    /** A row whose time is over, and why. */
    record Lapsed(Row row, BatchingException why) {}
}
