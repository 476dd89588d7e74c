package dev.flawsmith.http.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bearer token as a server knows it: by its SHA-256. Tokens are 32 random bytes, so nobody finds one by trying, and a
 * slow hash such as passwords need would only slow requests down.
 *
 * @param name whom it was given to, as logs and quotas call them: 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param scopes at least one
 * @param sha256 of the token's ASCII, 64 hex digits in lower case
 */
public record Token(String name, Set<Scope> scopes, String sha256) {
    /** What every token begins with, so that scanners for leaked secrets know one. */
    public static final String PREFIX = "flawsmith_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int RANDOM_BYTES = 32;

    public Token {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("expected a name of 1 to 64 of A-Z a-z 0-9 . _ -, found " + name);
        }
        if (name.equals(Caller.ANONYMOUS.name())) {
            throw new IllegalArgumentException("expected a name other than " + name + ", which means no token");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("expected at least one of the scopes " + Scope.names() + ", found none");
        }
        if (!HASH.matcher(sha256).matches()) {
            // Not repeated: it may be a token that somebody wrote down instead of its hash.
            throw new IllegalArgumentException("expected sha256: and 64 hex digits, found something else");
        }
        scopes = Set.copyOf(scopes);
    }

    /** A new secret of 256 random bits, to be shown once. */
    public static String secret(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token of a secret. */
    public static Token of(String name, Set<Scope> scopes, String secret) {
        return new Token(name, scopes, HexFormat.of().formatHex(hash(secret)));
    }

    /** The line of a token file. */
    public String line() {
        String names = EnumSet.copyOf(scopes).stream().map(Scope::wireName).collect(Collectors.joining(","));
        return name + " " + names + " sha256:" + sha256;
    }

    /** Whether a hash is this token's, in a time that does not depend on where they differ. */
    boolean has(byte[] hash) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), hash);
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
