package dev.flawsmith.http;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.UnreadableImageException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pictures that requests bring along, as Base64 in JSON, bare or as a data URL, or as bytes. */
public final class PhotoField {
    /** Longest encoded picture, in bytes. */
    public static final int MOST_BYTES = 6 << 20;

    /** 6 MiB and 16 million pixels: what a request may hold in memory for its picture. */
    public static final DecodeLimits LIMITS = new DecodeLimits(MOST_BYTES, 8_192, 8_192, 16_000_000);

    private static final Pattern DATA_URL = Pattern.compile("data:image/[a-z0-9.+-]{1,40};base64,");

    private PhotoField() {}

    /** A picture of a field that has been read: Base64, bare or as a data URL; null where it is refused and noted. */
    public static @Nullable PixelImage decode(FieldReader fields, String field, String text) {
        String stripped = text.strip();
        var url = DATA_URL.matcher(stripped);
        String base64 = url.lookingAt() ? stripped.substring(url.end()) : stripped;
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            fields.refuse(field, "expected an image in Base64, found " + FieldReader.quote(stripped));
            return null;
        }
        return decode(fields, field, bytes);
    }

    /** A picture of bytes that belong to a field; null where it is refused and noted. */
    public static @Nullable PixelImage decode(FieldReader fields, String field, byte[] bytes) {
        try {
            return ImageDecoder.decode(bytes, field, LIMITS);
        } catch (UnreadableImageException e) {
            String message = String.valueOf(e.getMessage());
            String prefix = field + ": ";
            fields.refuse(field, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
            return null;
        }
    }
}
