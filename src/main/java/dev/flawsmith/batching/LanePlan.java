package dev.flawsmith.batching;

import java.util.List;

/**
 * How a batcher's slots are spread over calls that are under way at once. Each lane is a call on its share of the
 * engine's threads; fewer rows than lanes share one call on all of them instead.
 *
 * @param lanes most calls under way at once; 1 where every call is on all of the engine's threads
 * @param slots over all lanes together
 * @param bitwise whether every call has the same shape: then there is no call on all threads beside those in lanes
 */
record LanePlan(int lanes, int slots, boolean bitwise) {
    /**
     * What an engine's lanes are good for.
     *
     * @param offered {@link dev.flawsmith.model.Denoiser#lanes()}
     */
    static LanePlan of(int offered, BatcherOptions options) {
        int slots = options.maxBatch();
        boolean even = !options.bitwise() || slots % offered == 0; // a lane's shape is then a share of the whole call's
        return new LanePlan(offered <= slots && even ? offered : 1, slots, options.bitwise());
    }

    /** Most rows of a call. */
    int widest(boolean wide) {
        return wide ? slots : (slots + lanes - 1) / lanes;
    }

    /**
     * Picks the rows of the next call.
     *
     * @param dealt rows that have a slot, those of calls under way among them, in order
     * @param underway calls under way: fewer than there are lanes, none of them wide
     * @param merge whether rows that are too few for the lanes wait for those under way, to share one call on all threads
     */
    Tick tick(List<Row> dealt, int underway, boolean merge, List<Tick.Lapsed> lapsed) {
        List<Row> free = dealt.stream().filter(row -> !row.underway()).toList();
        boolean few = !bitwise && dealt.size() < lanes;
        if (few && underway > 0 && merge) {
            return new Tick(List.of(), false, lapsed);
        }
        boolean wide = lanes == 1 || (few && underway == 0);
        int most = wide || bitwise ? widest(wide) : share(dealt.size(), free.size(), lanes - underway);
        return new Tick(free.subList(0, Math.min(free.size(), most)), wide, lapsed);
    }

    /** An even share of all rows, and of those that the other idle lanes want, too. */
    private int share(int all, int free, int idle) {
        return Math.min((all + lanes - 1) / lanes, (free + idle - 1) / idle);
    }
}
