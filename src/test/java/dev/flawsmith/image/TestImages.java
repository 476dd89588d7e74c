package dev.flawsmith.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images made for tests. */
final class TestImages {
    private TestImages() {}

    static PixelImage noise(int width, int height, int channels, long seed) {
        byte[] samples = new byte[width * height * channels];
        new Random(seed).nextBytes(samples);
        return new PixelImage(width, height, channels, samples);
    }

    /** A gradient with some structure, which JPEG keeps well. */
    static BufferedImage smooth(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = 255 * x / width;
                int green = 255 * y / height;
                image.setRGB(x, y, 0xff000000 | red << 16 | green << 8 | (red + green) / 2);
            }
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no ImageIO writer for " + format);
        }
        return bytes.toByteArray();
    }
}
