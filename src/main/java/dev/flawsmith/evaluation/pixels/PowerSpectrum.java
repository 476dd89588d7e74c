package dev.flawsmith.evaluation.pixels;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.Blas;
import java.nio.DoubleBuffer;

/**
 * The radially averaged power spectrum of grey squares (Durall et al. 2020, section 3.1): grey levels less their mean
 * under a Hann window in both directions, the squared magnitude of the two-dimensional discrete Fourier transform over
 * {@code side² · mean of the squared window}, averaged over rings of frequency from 0 to 0.5 cycles a pixel. The mean
 * itself and the corners beyond 0.5 are left out. White noise of variance v gives about v in every ring.
 */
final class PowerSpectrum {
    private static final int MOST_BANDS = 16;

    private final int side;
    private final int bands;
    private final double[] window;
    private final DoubleBuffer cosine;
    private final DoubleBuffer sine;

    /** @param side pixels, at least 4 */
    PowerSpectrum(int side) {
        this.side = side;
        bands = bands(side);
        window = new double[side];
        cosine = Blas.doubles(side * side);
        sine = Blas.doubles(side * side);
        for (int i = 0; i < side; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / side);
            for (int j = 0; j < side; j++) {
                double angle = 2 * Math.PI * ((long) i * j % side) / side;
                cosine.put(i * side + j, Math.cos(angle));
                sine.put(i * side + j, Math.sin(angle));
            }
        }
    }

    /** Rings; each is as wide as two steps of frequency, or wider, so that none is empty. */
    static int bands(int side) {
        return Math.min(MOST_BANDS, side / 4);
    }

    /** Mean power in each ring, grey levels squared. */
    double[] of(PixelImage grey) {
        DoubleBuffer image = windowed(grey);
        DoubleBuffer first = Blas.doubles(side * side);
        DoubleBuffer second = Blas.doubles(side * side);
        // both matrices are symmetric, and a transposed image has the transposed spectrum: the same rings
        Blas.productTransposed(cosine, side, image, side, side, first);
        Blas.productTransposed(sine, side, image, side, side, second);
        DoubleBuffer cc = product(first, cosine);
        DoubleBuffer ss = product(second, sine);
        DoubleBuffer cs = product(first, sine);
        DoubleBuffer sc = product(second, cosine);
        double[] power = new double[bands];
        int[] counts = new int[bands];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double frequency = Math.hypot(Math.min(y, side - y), Math.min(x, side - x)) / side;
                if (frequency == 0 || frequency >= 0.5) {
                    continue;
                }
                int band = (int) (frequency * 2 * bands);
                int i = y * side + x;
                double real = cc.get(i) - ss.get(i);
                double imaginary = cs.get(i) + sc.get(i);
                power[band] += real * real + imaginary * imaginary;
                counts[band]++;
            }
        }
        for (int band = 0; band < bands; band++) {
            power[band] /= counts[band] * scale();
        }
        return power;
    }

    private double scale() {
        double squares = 0;
        for (double weight : window) {
            squares += weight * weight;
        }
        return squares * squares;
    }

    private DoubleBuffer windowed(PixelImage grey) {
        double sum = 0;
        double weights = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                sum += window[y] * window[x] * grey.sample(y, x, 0);
                weights += window[y] * window[x];
            }
        }
        double mean = sum / weights;
        DoubleBuffer image = Blas.doubles(side * side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.put(y * side + x, window[y] * window[x] * (grey.sample(y, x, 0) - mean));
            }
        }
        return image;
    }

    private DoubleBuffer product(DoubleBuffer a, DoubleBuffer b) {
        DoubleBuffer result = Blas.doubles(side * side);
        Blas.productTransposed(a, side, b, side, side, result);
        return result;
    }
}
