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

    /** Files must be the same in every run: calls of one shape, whoever shares them, give rows the same bits. */
    static final BatchSetting GENERATE = new BatchSetting(
            new BatcherOptions(
                    GenerationRun.REQUEST * GenerationRun.OPEN_REQUESTS, EngineChoice.BUCKET, true, DRAIN_LIMIT),
            null,
            0);

    /** The batcher's options with calls as wide as the engine likes them. */
    BatcherOptions batcher(EngineChoice choice) {
        return batcher.withMaxBatch(batcher.bitwise() ? choice.bucket() : choice.slots());
    }

    /** For a server: calls as small as the work at hand. */
    static BatchSetting serve(Duration timeLimit) {
        return new BatchSetting(BatcherOptions.DEFAULTS, timeLimit, SERVER_WARM_UP);
    }

    /** For a server that is told how requests share the network; bitwise calls have the rows that generate's have. */
    static BatchSetting serve(Duration timeLimit, BatchingOptions batching) {
        return new BatchSetting(batching.batcher(EngineChoice.BUCKET), timeLimit, SERVER_WARM_UP);
    }
}
