package dev.flawsmith.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids of 16 random bytes and 8 bytes of their HMAC-SHA-256, and their owner's, under a key of this process: nobody can guess one, and
 * one that was ours is known as such, and as whose, though nothing is kept of it. Thread-safe.
 */
final class UnguessableIds {
    private static final int RANDOM_BYTES = 16;
    private static final int MAC_BYTES = 8;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    UnguessableIds() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Another one, 32 characters that a URL takes as they are. */
    String next(String owner) {
        byte[] drawn = new byte[RANDOM_BYTES];
        random.nextBytes(drawn);
        byte[] whole = Arrays.copyOf(drawn, RANDOM_BYTES + MAC_BYTES);
        System.arraycopy(mac(drawn, owner), 0, whole, RANDOM_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Whether {@link #next} once answered this id to this owner. */
    boolean issued(String id, String owner) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (whole.length != RANDOM_BYTES + MAC_BYTES) {
            return false;
        }
        byte[] expected = mac(Arrays.copyOf(whole, RANDOM_BYTES), owner);
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(whole, RANDOM_BYTES, RANDOM_BYTES + MAC_BYTES));
    }

    private byte[] mac(byte[] drawn, String owner) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(drawn);
            return Arrays.copyOf(mac.doFinal(owner.getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
