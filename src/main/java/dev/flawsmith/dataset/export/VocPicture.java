package dev.flawsmith.dataset.export;

import dev.flawsmith.image.PixelImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pictures of class indices in VOC's palette, 8 bits a pixel. */
final class VocPicture {
    /** 256 colours less the background and the one for "do not care". */
    static final int MAX_CLASSES = 254;

    private static final int COLOURS = 256;

    private final byte[] red = new byte[COLOURS];
    private final byte[] green = new byte[COLOURS];
    private final byte[] blue = new byte[COLOURS];
    private final IndexColorModel palette;

    /** The palette of VOC's development kit: the bits of the index, three at a time, become the highest bits of r, g, b. */
    VocPicture() {
        for (int i = 0; i < COLOURS; i++) {
            for (int bit = 0; bit < 8; bit++) {
                int triple = i >> (3 * bit);
                red[i] |= (byte) ((triple & 1) << (7 - bit));
                green[i] |= (byte) ((triple >> 1 & 1) << (7 - bit));
                blue[i] |= (byte) ((triple >> 2 & 1) << (7 - bit));
            }
        }
        palette = new IndexColorModel(8, COLOURS, red, green, blue);
    }

    /** Red, green and blue of an index, in decimal. */
    String colour(int index) {
        return (red[index] & 0xff) + "," + (green[index] & 0xff) + "," + (blue[index] & 0xff);
    }

    /** The index where the sample's mask is, 0 elsewhere. */
    byte[] png(ExportSample sample, int index) throws IOException {
        BufferedImage image =
                new BufferedImage(sample.width(), sample.height(), BufferedImage.TYPE_BYTE_INDEXED, palette);
        PixelImage mask = sample.mask();
        if (mask != null) {
            int[] indices = new int[sample.width() * sample.height()];
            byte[] samples = mask.samples();
            for (int i = 0; i < samples.length; i++) {
                indices[i] = samples[i] == 0 ? 0 : index;
            }
            image.getRaster().setPixels(0, 0, sample.width(), sample.height(), indices);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", png)) {
            throw new IOException("expected a PNG writer, found none");
        }
        return png.toByteArray();
    }
}
