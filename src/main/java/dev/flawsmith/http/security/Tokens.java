package dev.flawsmith.http.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a file, which is read again when it has changed: looked at with a request, at most once a second. A file
 * that has become unreadable or wrong changes nothing: the tokens read last stay valid, and the log says so. Thread-safe.
 */
public final class Tokens {
    private static final Logger log = LoggerFactory.getLogger(Tokens.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path file;
    private final LongSupplier nanoTime;
    private volatile List<Token> tokens;

    // Guarded by this.
    private @Nullable Stamp stamp;
    private long lookedNanos;

    /** What changes when a file does. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    private Tokens(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.stamp = stamp(); // before reading: a change in between is read again
        this.tokens = TokenFile.read(file);
        this.lookedNanos = nanoTime.getAsLong();
    }

    /**
     * Reads a file.
     *
     * @throws TokenFileException if it cannot be used; the message names the line
     */
    public static Tokens of(Path file) {
        return of(file, System::nanoTime);
    }

    static Tokens of(Path file, LongSupplier nanoTime) {
        return new Tokens(file, nanoTime);
    }

    /** The token with this secret. Compares with every token, each in constant time. */
    public Optional<Token> find(String secret) {
        look();
        byte[] hash = Token.hash(secret);
        Token found = null;
        for (Token token : tokens) {
            if (token.has(hash)) {
                found = token;
            }
        }
        return Optional.ofNullable(found);
    }

    private synchronized void look() {
        long now = nanoTime.getAsLong();
        if (now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        Stamp found = stamp();
        if (found == null ? stamp == null : found.equals(stamp)) {
            return;
        }
        stamp = found;
        try {
            tokens = TokenFile.read(file);
            log.info("{} has changed: {} tokens", file, tokens.size());
        } catch (TokenFileException e) {
            log.error("the {} tokens read before stay valid: {}", tokens.size(), e.getMessage());
        }
    }

    private @Nullable Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            log.debug("no attributes of {}", file, e);
            return null;
        }
    }
}
