package dev.flawsmith.cli;

import dev.flawsmith.batching.BatcherOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a server's requests share a network. */
final class BatchingOptions {
    private static final BatcherOptions DEFAULTS = BatcherOptions.DEFAULTS;
    private static final int MOST_IMAGES = 1_000_000;
    private static final int MOST_MIB = 1 << 20;
    private static final int MOST_SECONDS = 86_400;

    @Option(
            names = "--bitwise",
            description = "Give an image the same bits whoever shares its network calls: every call has as many rows,"
                    + " as with 'generate', which costs a lone request speed.")
    boolean bitwise;

    @Option(
            names = "--max-images",
            paramLabel = "N",
            description = "Most images of a model waiting or under way; more are refused. Default: 2048.")
    int maxImages = DEFAULTS.maxImages();

    @Option(
            names = "--max-state",
            paramLabel = "MIB",
            description = "Most memory for the state of a model's images; more are refused. Default: 512.")
    int maxState = (int) (DEFAULTS.maxBytes() >> 20);

    @Option(
            names = "--call-timeout",
            paramLabel = "SECONDS",
            description = "A network call that takes longer counts as hung: its images fail. Default: 120.")
    int callTimeout = (int) DEFAULTS.callLimit().toSeconds();

    /**
     * The batcher's options.
     *
     * @param bucket rows of every call where it is bitwise
     * @throws InputException if one is out of range
     */
    BatcherOptions batcher(int bucket) {
        check("max-images", maxImages, MOST_IMAGES);
        check("max-state", maxState, MOST_MIB);
        check("call-timeout", callTimeout, MOST_SECONDS);
        return new BatcherOptions(
                maxImages,
                (long) maxState << 20,
                bitwise ? bucket : DEFAULTS.maxBatch(),
                bitwise,
                Duration.ofSeconds(callTimeout),
                DEFAULTS.drainLimit());
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new InputException(name, name + ": expected 1 to " + most + ", found " + value);
        }
    }
}
