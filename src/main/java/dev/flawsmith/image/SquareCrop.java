package dev.flawsmith.image;

/** The largest square in the middle of an image. */
public final class SquareCrop {
    private SquareCrop() {}

    /** Cuts the longer side equally at both ends; an odd pixel goes from the far end. A square is returned as it is. */
    public static PixelImage centre(PixelImage image) {
        int size = Math.min(image.width(), image.height());
        if (image.width() == image.height()) {
            return image;
        }
        int left = (image.width() - size) / 2;
        int top = (image.height() - size) / 2;
        int channels = image.channels();
        byte[] samples = image.samples();
        byte[] square = new byte[size * size * channels];
        for (int y = 0; y < size; y++) {
            int from = ((top + y) * image.width() + left) * channels;
            System.arraycopy(samples, from, square, y * size * channels, size * channels);
        }
        return new PixelImage(size, size, channels, square);
    }
}
