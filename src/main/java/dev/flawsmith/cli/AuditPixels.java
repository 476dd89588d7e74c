package dev.flawsmith.cli;

import dev.flawsmith.image.PixelImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (PixelImage image : images) {
                digest.update((byte) image.width());
                digest.update((byte) image.height());
                digest.update((byte) image.channels());
                digest.update(image.samples());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
