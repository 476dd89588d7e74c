package dev.flawsmith.http;

import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;

/** A released image as a PNG that carries its recipe. */
@SuppressWarnings("ArrayRecordComponent") // the bytes are made here and only written out
record PngFile(byte[] bytes) {
    static PngFile of(SynthesizedImage image) {
        return new PngFile(Png.encode(image.released().image(), RecipeText.of(image)));
    }

    String sha256() {
        return Sha256.hex(bytes);
    }
}
