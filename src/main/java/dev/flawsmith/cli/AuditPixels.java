package dev.flawsmith.cli;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The images of an audit as they were compared; empty where feature arrays were given.
 *
 * @param photos the pool, in its order
 * @param images the generated ones, in their order
 */
record AuditPixels(List<PixelImage> photos, List<PixelImage> images) {
    static final AuditPixels NONE = new AuditPixels(List.of(), List.of());

    AuditPixels {
        photos = List.copyOf(photos);
        images = List.copyOf(images);
    }

    /** SHA-256 of images, their sizes and samples in order. */
    static String hash(List<PixelImage> images) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (PixelImage image : images) {
            bytes.writeBytes(image.toString().getBytes(StandardCharsets.UTF_8)); // its size and channels
            bytes.writeBytes(image.samples());
        }
        return Sha256.hex(bytes.toByteArray());
    }
}
