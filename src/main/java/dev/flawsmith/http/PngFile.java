package dev.flawsmith.http;

import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A released image as a PNG that carries its recipe. */
@SuppressWarnings("ArrayRecordComponent") // the bytes are made here and only written out
record PngFile(byte[] bytes) {
    static PngFile of(SynthesizedImage image) {
        return new PngFile(Png.encode(image.released().image(), RecipeText.of(image)));
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
