package dev.flawsmith.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * The pixel data of a PNG: each row filtered with whichever of the five filters gives the smallest sum of absolute
 * values (PNG specification, section 12.7), then deflated.
 */
final class PngRows {
    private static final int FILTERS = 5;

    private PngRows() {}

    static byte[] compress(PixelImage image) {
        byte[] samples = image.samples();
        int stride = image.width() * image.channels();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            byte[] best = new byte[stride + 1];
            byte[] candidate = new byte[stride + 1];
            for (int row = 0; row < samples.length; row += stride) {
                long bestCost = Long.MAX_VALUE;
                for (int filter = 0; filter < FILTERS; filter++) {
                    long cost = apply(filter, samples, row, stride, image.channels(), candidate);
                    if (cost < bestCost) {
                        bestCost = cost;
                        byte[] swap = best;
                        best = candidate;
                        candidate = swap;
                    }
                }
                out.write(best);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** Writes the filter's number and the filtered row; returns the sum of absolute signed values. */
    private static long apply(int filter, byte[] samples, int row, int stride, int pixel, byte[] out) {
        out[0] = (byte) filter;
        long cost = 0;
        for (int i = 0; i < stride; i++) {
            int left = i >= pixel ? samples[row + i - pixel] & 0xff : 0;
            int up = row > 0 ? samples[row - stride + i] & 0xff : 0;
            int upLeft = row > 0 && i >= pixel ? samples[row - stride + i - pixel] & 0xff : 0;
            int prediction = switch (filter) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                default -> paeth(left, up, upLeft);
            };
            out[i + 1] = (byte) (samples[row + i] - prediction);
            cost += Math.abs((int) out[i + 1]);
        }
        return cost;
    }

    /** PNG specification, section 9.4. */
    private static int paeth(int a, int b, int c) {
        int p = a + b - c;
        int pa = Math.abs(p - a);
        int pb = Math.abs(p - b);
        int pc = Math.abs(p - c);
        if (pa <= pb && pa <= pc) {
            return a;
        }
        return pb <= pc ? b : c;
    }
}
