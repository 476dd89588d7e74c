package dev.flawsmith.utility;

import dev.flawsmith.dataset.Photo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash over all that decides a run's result: what it is trained by, what it learns from, what it is judged on. */
final class RunIdentity {
    private final MessageDigest sha;

    RunIdentity(String recipe) {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        sha.update(recipe.getBytes(StandardCharsets.UTF_8));
    }

    void add(int classIndex, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * values.length).putInt(classIndex);
        for (float value : values) {
            bytes.putFloat(value);
        }
        sha.update(bytes.array());
    }

    void add(int classIndex, Photo photo) {
        sha.update(ByteBuffer.allocate(4).putInt(classIndex).array());
        sha.update(photo.image().samples());
    }

    /** Ends it: lower-case hex. */
    String hash() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
