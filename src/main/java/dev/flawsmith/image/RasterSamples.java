package dev.flawsmith.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Turns what ImageIO decoded into 8-bit samples. */
final class RasterSamples {
    private RasterSamples() {}

    static PixelImage toPixelImage(BufferedImage image) {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return fromColour(image, isGrey(palette));
        }
        if (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            return fromGrey(image);
        }
        return fromColour(image, false);
    }

    /** Reads grey samples as stored: {@code getRGB} would take them for linear light and brighten them. */
    private static PixelImage fromGrey(BufferedImage image) {
        Raster raster = image.getRaster();
        int max = switch (raster.getTransferType()) {
            case DataBuffer.TYPE_BYTE -> 255;
            case DataBuffer.TYPE_USHORT -> 65_535;
            default ->
                throw new IllegalArgumentException(
                        "expected 8 or 16 bits a sample, found transfer type " + raster.getTransferType());
        };
        boolean alpha = image.getColorModel().hasAlpha();
        int width = image.getWidth();
        int height = image.getHeight();
        int bands = raster.getNumBands();
        byte[] samples = new byte[width * height];
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int grey = toByte(row[x * bands], max);
                samples[y * width + x] = (byte) (alpha ? overBlack(grey, toByte(row[x * bands + 1], max)) : grey);
            }
        }
        return new PixelImage(width, height, 1, samples);
    }

    private static PixelImage fromColour(BufferedImage image, boolean grey) {
        int width = image.getWidth();
        int height = image.getHeight();
        int channels = grey ? 1 : 3;
        byte[] samples = new byte[width * height * channels];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                int alpha = argb >>> 24;
                samples[at++] = (byte) overBlack(argb >> 16 & 0xff, alpha);
                if (!grey) {
                    samples[at++] = (byte) overBlack(argb >> 8 & 0xff, alpha);
                    samples[at++] = (byte) overBlack(argb & 0xff, alpha);
                }
            }
        }
        return new PixelImage(width, height, channels, samples);
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            int red = palette.getRed(i);
            if (red != palette.getGreen(i) || red != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    private static int toByte(int sample, int max) {
        return (sample * 255 + max / 2) / max;
    }

    private static int overBlack(int value, int alpha) {
        return (value * alpha + 127) / 255;
    }
}
