package dev.flawsmith.image;

/** Conversions between grey and RGB. */
public final class Colour {
    private Colour() {}

    /**
     * Rec. 601 luma, {@code Y = 0.299 R + 0.587 G + 0.114 B}, computed in whole thousandths and rounded half up. Equal
     * channels give exactly that value. A grey image is returned as it is.
     */
    public static PixelImage toGrey(PixelImage image) {
        if (image.channels() == 1) {
            return image;
        }
        byte[] rgb = image.samples();
        byte[] grey = new byte[rgb.length / 3];
        for (int p = 0; p < grey.length; p++) {
            int red = rgb[3 * p] & 0xff;
            int green = rgb[3 * p + 1] & 0xff;
            int blue = rgb[3 * p + 2] & 0xff;
            grey[p] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return new PixelImage(image.width(), image.height(), 1, grey);
    }

    /** The grey value in all three channels. An RGB image is returned as it is. */
    public static PixelImage toRgb(PixelImage image) {
        if (image.channels() == 3) {
            return image;
        }
        byte[] grey = image.samples();
        byte[] rgb = new byte[grey.length * 3];
        for (int p = 0; p < grey.length; p++) {
            rgb[3 * p] = grey[p];
            rgb[3 * p + 1] = grey[p];
            rgb[3 * p + 2] = grey[p];
        }
        return new PixelImage(image.width(), image.height(), 3, rgb);
    }
}
