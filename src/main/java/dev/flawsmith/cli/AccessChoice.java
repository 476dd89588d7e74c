package dev.flawsmith.cli;

import dev.flawsmith.http.AccessOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a server answers. */
final class AccessChoice {
    private static final double MOST_REQUESTS = 1_000_000;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File of tokens ('flawsmith tokens new' makes its lines): every request of the API needs one."
                    + " Read again when it changes.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--rate-limit",
            paramLabel = "N",
            description = "Most requests a second of one token, in bursts of up to twice as many; 0 is no limit."
                    + " Default: 50 with a token file, no limit without.")
    @Nullable
    Double rateLimit;

    /**
     * The server's options.
     *
     * @throws InputException if the rate is out of range
     */
    AccessOptions options() {
        double rate = rateLimit == null ? (tokenFile == null ? 0 : AccessOptions.DEFAULT_RATE) : rateLimit;
        if (!(rate >= 0 && rate <= MOST_REQUESTS)) {
            throw new InputException(
                    "rate-limit", "rate-limit: expected 0 to " + (int) MOST_REQUESTS + ", found " + rateLimit);
        }
        return AccessOptions.of(tokenFile, rate);
    }
}
