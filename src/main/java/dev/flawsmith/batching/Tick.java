package dev.flawsmith.batching;

import java.util.List;

/**
 * What one turn of the loop does.
 *
 * @param slots rows that get an evaluation
 * @param lapsed rows that left without one, to be failed outside the lock
 */
record Tick(List<Row> slots, List<Lapsed> lapsed) {
    /** A row whose time is over, and why. */
    record Lapsed(Row row, BatchingException why) {}
}
