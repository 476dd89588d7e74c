package dev.flawsmith.utility;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.image.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A hash over all that decides a run's result: what it is trained by, what it learns from, what it is judged on. */
final class RunIdentity {
    private final MessageDigest sha;

    RunIdentity(String recipe) {
        sha = Sha256.digest();
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
        return Sha256.hex(sha);
    }
}
