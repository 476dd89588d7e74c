package dev.flawsmith.cli;

import dev.flawsmith.batching.BatcherOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How requests share a network.
 *
 * @param timeLimit for one request; null is none
 * @param warmUpSteps steps of the image that {@link WarmUp} draws of every package; 0 draws none
 */
record BatchSetting(BatcherOptions batcher, @Nullable Duration timeLimit, int warmUpSteps) {
    private static final int SERVER_WARM_UP = 12;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
    /** Rows of every call when files must be the same in every run: calls of one shape give rows the same bits. */
    private static final int BUCKET = 8;

    /** Calls of one shape, whoever shares them. */
    static final BatchSetting GENERATE = bitwise(BUCKET);

    /** Calls of exactly {@code rows} rows. */
    static BatchSetting bitwise(int rows) {
        int maxImages = GenerationRun.REQUEST * GenerationRun.OPEN_REQUESTS;
        return new BatchSetting(new BatcherOptions(maxImages, rows, true, DRAIN_LIMIT), null, 0);
    }

    /** For a server: calls as small as the work at hand. */
    static BatchSetting serve(Duration timeLimit) {
        return new BatchSetting(BatcherOptions.DEFAULTS, timeLimit, SERVER_WARM_UP);
    }

    /** For a server that is told how requests share the network; bitwise calls have the rows that generate's have. */
    static BatchSetting serve(Duration timeLimit, BatchingOptions batching) {
        return new BatchSetting(batching.batcher(BUCKET), timeLimit, SERVER_WARM_UP);
    }
}
