package dev.flawsmith.dataset.export;

import dev.flawsmith.image.PixelImage;
import java.awt.geom.Path2D;
import java.util.BitSet;
import java.util.Random;

/** Masks as sets of pixels, row by row, and the naive ways back to them from polygons and run lengths. */
final class Rasters {
    private Rasters() {}

    static BitSet of(PixelImage mask) {
        BitSet pixels = new BitSet();
        byte[] samples = mask.samples();
        for (int i = 0; i < samples.length; i++) {
            pixels.set(i, samples[i] != 0);
        }
        return pixels;
    }

    static BitSet of(MaskRegion region, int width, int height) {
        BitSet pixels = new BitSet();
        for (int i = 0; i < width * height; i++) {
            pixels.set(i, region.contains(i % width, i / width));
        }
        return pixels;
    }

    /** The pixels whose centres AWT finds inside: {@link Path2D#WIND_EVEN_ODD} or {@link Path2D#WIND_NON_ZERO}. */
    static BitSet polygon(double[] corners, int rule, int width, int height) {
        Path2D path = new Path2D.Double(rule);
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        BitSet pixels = new BitSet();
        for (int i = 0; i < width * height; i++) {
            int row = i / width;
            pixels.set(i, path.contains(i % width + 0.5, row + 0.5));
        }
        return pixels;
    }

    /** COCO's compressed counts, written from the format's description: a column after the other. */
    static BitSet runs(String counts, int width, int height) {
        BitSet pixels = new BitSet();
        long[] lengths = new long[counts.length()];
        int runs = 0;
        int position = 0;
        int at = 0;
        while (at < counts.length()) {
            long value = 0;
            int shift = 0;
            int code;
            do {
                code = counts.charAt(at++) - 48;
                value |= (long) (code & 31) << shift;
                shift += 5;
            } while ((code & 32) != 0);
            if ((code & 16) != 0) {
                value |= -1L << shift;
            }
            lengths[runs] = runs > 2 ? value + lengths[runs - 2] : value;
            for (int i = 0; i < lengths[runs]; i++) {
                pixels.set(position % height * width + position / height, runs % 2 == 1);
                position++;
            }
            runs++;
        }
        if (position != width * height) {
            throw new AssertionError("expected runs of " + width * height + " pixels, found " + position);
        }
        return pixels;
    }

    /** Noise of a density, at least one pixel. */
    static PixelImage noise(long seed, int width, int height) {
        Random random = new Random(seed);
        double density = 0.1 + 0.8 * random.nextDouble();
        byte[] samples = new byte[width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (random.nextDouble() < density ? 255 : 0);
        }
        samples[random.nextInt(samples.length)] = (byte) 255;
        return new PixelImage(width, height, 1, samples);
    }
}
