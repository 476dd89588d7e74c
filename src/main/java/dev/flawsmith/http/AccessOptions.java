package dev.flawsmith.http;

import dev.flawsmith.http.security.TokenFileException;
import dev.flawsmith.http.security.Tokens;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom the server answers.
 *
 * @param tokenFile file of tokens; null asks for none, then everybody who reaches the server is answered
 * @param requestsPerSecond most requests a second of one token, in the mean; 0 is no limit
 * @param burst most of them at once; at least 1
 */
public record AccessOptions(@Nullable Path tokenFile, double requestsPerSecond, int burst) {
    /** Requests a second of one token where nobody says otherwise. */
    public static final double DEFAULT_RATE = 50;

    /** No tokens, no limit. */
    public static final AccessOptions OPEN = new AccessOptions(null, 0, 1);

    public AccessOptions {
        if (!(requestsPerSecond >= 0) || Double.isInfinite(requestsPerSecond)) {
            throw new IllegalArgumentException(
                    "requestsPerSecond: expected a finite number from 0, found " + requestsPerSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst: expected at least 1, found " + burst);
        }
    }

    /**
     * Reads the token file, if there is one, so that a wrong one is told before anything else is opened.
     *
     * @throws TokenFileException if it cannot be used; the message names the line
     */
    public void verify() {
        if (tokenFile != null) {
            Tokens.of(tokenFile);
        }
    }

    /** A rate, and bursts of twice as many. */
    public static AccessOptions of(@Nullable Path tokenFile, double requestsPerSecond) {
        return new AccessOptions(tokenFile, requestsPerSecond, Math.max(1, (int) Math.ceil(2 * requestsPerSecond)));
    }
}
