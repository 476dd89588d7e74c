package dev.flawsmith.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a picture is transparent, which {@link ImageDecoder} does not tell from black. */
public final class TransparencyMask {
    private TransparencyMask() {}

    /**
     * The pixels whose alpha is 0, be it an alpha channel's, a palette's or the one transparent colour's; any alpha
     * above 0 is not. Checked and limited as {@link ImageDecoder#decode(byte[], String, DecodeLimits)} does.
     *
     * @param png an encoded picture, of any format that is decoded
     * @param source where it comes from, for messages
     * @return empty if the picture has no transparency at all; nothing is marked if it could have and has none
     * @throws UnreadableImageException if the bytes are over a limit, of another format, truncated or damaged
     */
    public static Optional<PixelMask> of(byte[] png, String source, DecodeLimits limits)
            throws UnreadableImageException {
        return ImageDecoder.decode(png, source, limits, TransparencyMask::ofAlpha);
    }

    private static Optional<PixelMask> ofAlpha(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return Optional.empty();
        }
        int width = image.getWidth();
        int height = image.getHeight();
        Raster alpha = image.getAlphaRaster();
        boolean[] transparent = new boolean[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            read(image, alpha, y, row);
            for (int x = 0; x < width; x++) {
                transparent[y * width + x] = row[x] == 0;
            }
        }
        return Optional.of(new PixelMask(width, height, transparent));
    }

    /** As stored: 16 bits are not rounded to 8, which would make 1 of 65,535 a 0. A palette has no raster of it. */
    private static void read(BufferedImage image, @Nullable Raster alpha, int y, int[] row) {
        if (alpha != null) {
            alpha.getSamples(alpha.getMinX(), alpha.getMinY() + y, row.length, 1, 0, row);
            return;
        }
        image.getRGB(0, y, row.length, 1, row, 0, row.length);
        for (int x = 0; x < row.length; x++) {
            row[x] >>>= 24;
        }
    }
}
