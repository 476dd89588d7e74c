package dev.flawsmith.dataset;

import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import java.util.Arrays;

/**
 * A photo as 32x32 grey values of mean 0 and norm 1, so that a dot product of two is their correlation. Beside it stand
 * its 8x8 block means, scaled to be an orthogonal projection, and the norm of what that leaves out: by Cauchy-Schwarz
 * {@code a.b <= coarse(a).coarse(b) + rest(a) rest(b)}, which settles most pairs at a sixteenth of the work.
 */
final class Thumbnail {
    static final int SIZE = 32;
    private static final int BLOCK = 4;
    private static final int COARSE = SIZE / BLOCK;

    /** Grey levels; less spread than this is a blank photo, whose noise would correlate with nothing. */
    private static final double BLANK = 0.5;

    private final float[] values;
    private final float[] coarse;
    private final float rest;

    private Thumbnail(float[] values) {
        this.values = values;
        this.coarse = new float[COARSE * COARSE];
        for (int i = 0; i < values.length; i++) {
            coarse[i / SIZE / BLOCK * COARSE + i % SIZE / BLOCK] += values[i] / BLOCK;
        }
        double kept = 0;
        for (float value : coarse) {
            kept += value * value;
        }
        this.rest = (float) Math.sqrt(Math.max(0, 1 - kept) + 1e-6);
    }

    /** The thumbnail of a square photo; all blank photos have the same. */
    static Thumbnail of(PixelImage image) {
        byte[] samples = AreaResize.resize(Colour.toGrey(image), SIZE, SIZE).samples();
        float[] values = new float[samples.length];
        double mean = 0;
        for (byte sample : samples) {
            mean += (sample & 0xff) / (double) samples.length;
        }
        double squares = 0;
        for (int i = 0; i < samples.length; i++) {
            values[i] = (float) ((samples[i] & 0xff) - mean);
            squares += values[i] * values[i];
        }
        if (Math.sqrt(squares / samples.length) < BLANK) {
            Arrays.fill(values, 1f / SIZE); // orthogonal to every other thumbnail
            return new Thumbnail(values);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / Math.sqrt(squares));
        }
        return new Thumbnail(values);
    }

    /** The eight flips and quarter turns: bit 0 transposes, bit 1 flips columns, bit 2 flips rows. */
    Thumbnail turned(int symmetry) {
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int y = i / SIZE;
            int x = i % SIZE;
            int row = (symmetry & 1) == 0 ? y : x;
            int column = (symmetry & 1) == 0 ? x : y;
            column = (symmetry & 2) == 0 ? column : SIZE - 1 - column;
            row = (symmetry & 4) == 0 ? row : SIZE - 1 - row;
            turned[row * SIZE + column] = values[i];
        }
        return new Thumbnail(turned);
    }

    boolean correlatesAbove(double threshold, Thumbnail other) {
        return dot(coarse, other.coarse) + rest * other.rest > threshold && dot(values, other.values) > threshold;
    }

    /** Of the block means; the whole correlation is at most its dot product plus that of the rests. */
    float[] coarse() {
        return coarse;
    }

    /** Norm of what the block means leave out. */
    float rest() {
        return rest;
    }

    /** Four sums side by side: one alone would wait for each addition. */
    private static float dot(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int i = 0; i < a.length; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
