package dev.flawsmith.http;

import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A released image as a PNG that carries its recipe.
 *
 * @param bytes the whole file
 * @param recipe the JSON that stands in it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are made here and only written out
public record PngFile(byte[] bytes, String recipe) {
    /** With the recipe as its only text. */
    public static PngFile of(SynthesizedImage image) {
        return of(image, Map.of());
    }

    /** With more texts behind the recipe, keyword to text. */
    public static PngFile of(SynthesizedImage image, Map<String, String> more) {
        Map<String, String> texts = new LinkedHashMap<>(RecipeText.of(image));
        String recipe = texts.getOrDefault(RecipeText.KEYWORD, "");
        texts.putAll(more);
        return new PngFile(Png.encode(image.released().image(), texts), recipe);
    }

    /** A preview, which has no recipe: it says of itself that it is one. */
    public static PngFile of(Preview preview) {
        String note = "{\"synthetic\":true,\"preview\":true,\"step\":" + preview.step() + ",\"steps\":"
                + preview.steps() + "}";
        return new PngFile(Png.encode(preview.released().image(), Map.of(RecipeText.KEYWORD, note)), note);
    }

    /** SHA-256 of the file, in hex. */
    public String sha256() {
        return Sha256.hex(bytes);
    }
}
