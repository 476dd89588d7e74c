package dev.flawsmith.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Says whether an encoded file is all there, from its container alone. Image readers are forgiving: they fill what is
 * missing with grey and carry on, and a half-decoded photo would be learnt as if it were real.
 */
final class Completeness {
    private Completeness() {}

    /** What is wrong with the file, in words; empty if its container is whole. */
    static Optional<String> flawIn(byte[] bytes, ImageFormat format) {
        return switch (format) {
            case PNG -> Optional.ofNullable(PngChunks.of(bytes).flaw());
            case JPEG -> jpegFlaw(bytes);
            case WEBP -> webpFlaw(bytes);
            case BMP, TIFF -> Optional.empty(); // their readers stop at the end of the file by themselves
        };
    }

    /** Walks the segments: a marker inside an EXIF thumbnail is not the end of the photo. */
    private static Optional<String> jpegFlaw(byte[] bytes) {
        int position = 2;
        boolean inScan = false;
        while (position + 1 < bytes.length) {
            if (bytes[position] != (byte) 0xff) {
                position++; // entropy-coded data, or padding that readers skip
                continue;
            }
            int marker = bytes[position + 1] & 0xff;
            if (marker == 0xd9) {
                return inScan ? Optional.empty() : Optional.of("a JPEG without image data");
            }
            if (marker == 0xff) {
                position++; // fill byte
            } else if (marker == 0 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
                position += 2; // stuffed byte or a marker that stands alone
            } else if (position + 3 < bytes.length) {
                inScan |= marker == 0xda;
                position += 2 + Math.max(2, ((bytes[position + 2] & 0xff) << 8) | (bytes[position + 3] & 0xff));
            } else {
                break;
            }
        }
        return Optional.of("a truncated JPEG (it ends at byte " + bytes.length + " without an end marker)");
    }

    private static Optional<String> webpFlaw(byte[] bytes) {
        int riffSize = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        long declared = (riffSize & 0xffffffffL) + 8;
        return declared <= bytes.length
                ? Optional.empty()
                : Optional.of("a truncated WebP (" + bytes.length + " of " + declared + " bytes)");
    }
}
