package dev.flawsmith.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An image as it comes back from baseline JPEG. Quality is the Independent JPEG Group's, 1 to 100, by the JDK's encoder;
 * other encoders differ in a few grey levels. Stateless; thread-safe.
 */
public final class JpegRoundTrip {
    private JpegRoundTrip() {}

    /**
     * Encodes and decodes.
     *
     * @param quality in [1, 100]
     * @return an image of the same size and number of channels
     * @throws IllegalArgumentException if the quality is out of range
     */
    public static PixelImage apply(PixelImage image, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("expected a JPEG quality in [1, 100], found " + quality);
        }
        try {
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(encode(image, quality)));
            PixelImage back = RasterSamples.toPixelImage(decoded);
            return image.channels() == 1 ? Colour.toGrey(back) : Colour.toRgb(back);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read or written", e);
        }
    }

    private static byte[] encode(PixelImage image, int quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality / 100f);
            writer.write(null, new IIOImage(buffered(image), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage buffered(PixelImage image) {
        int width = image.width();
        int height = image.height();
        boolean grey = image.channels() == 1;
        BufferedImage buffered =
                new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        int[] row = new int[width * image.channels()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < image.channels(); c++) {
                    row[x * image.channels() + c] = image.sample(y, x, c);
                }
            }
            buffered.getRaster().setPixels(0, y, width, 1, row);
        }
        return buffered;
    }
}
