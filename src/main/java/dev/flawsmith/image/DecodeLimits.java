package dev.flawsmith.image;

/**
 * What {@link ImageDecoder} is willing to read. All limits are inclusive and are checked before any pixel is decoded.
 *
 * @param maxBytes size of the encoded file, at least 1
 * @param maxWidth pixels, at least 1
 * @param maxHeight pixels, at least 1
 * @param maxPixels {@code width * height}, at least 1
 */
public record DecodeLimits(long maxBytes, int maxWidth, int maxHeight, long maxPixels) {
    /** 64 MiB, 16,384 pixels a side, 50 million pixels: above any common area camera, far below what exhausts a heap. */
    public static final DecodeLimits DEFAULT = new DecodeLimits(64L << 20, 16_384, 16_384, 50_000_000);

    public DecodeLimits {
        if (maxBytes < 1 || maxWidth < 1 || maxHeight < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("expected limits of at least 1, found maxBytes " + maxBytes
                    + ", maxWidth " + maxWidth + ", maxHeight " + maxHeight + ", maxPixels " + maxPixels);
        }
    }

    boolean allow(int width, int height) {
        return width <= maxWidth && height <= maxHeight && (long) width * height <= maxPixels;
    }

    String dimensions() {
        return "at most " + maxWidth + "x" + maxHeight + " and " + maxPixels + " pixels";
    }
}
