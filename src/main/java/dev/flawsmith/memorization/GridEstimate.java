package dev.flawsmith.memorization;

import java.util.Arrays;

/**
 * What a photo's grid of {@link PixelDescriptor} looked like, estimated from its descriptor: the linear estimate of least
 * mean square error (Gauss and Markov; Wiener filter) {@code C B'P' (P B C B'P' + lambda I)^-1 d}, where P projects, B
 * blurs and C is the covariance of natural surfaces, a power spectrum that falls with the square of the frequency. Up to
 * the brightness and contrast that the descriptor leaves out. It is what lets a part of a picture be compared with the same
 * part of photos of which only descriptors are kept.
 *
 * <p>Blur and covariance are diagonal in the discrete cosine transform (type 2), whose edges mirror as the blur's do.
 */
final class GridEstimate {
    private static final int SIDE = PixelDescriptor.SIDE;
    private static final int CELLS = SIDE * SIDE;

    /** Of the mean variance of a descriptor's numbers: what they are known within. */
    private static final double NOISE = 1e-5;

    /** A second or so of work, once a process and only when wanted. */
    private static final class Once {
        static final GridEstimate INSTANCE = new GridEstimate(PixelDescriptor.projection());
    }

    /** {@code [dimension][CELLS]}: what each number of a descriptor adds to the estimate. */
    private final double[][] filter;

    private GridEstimate(double[][] axes) {
        double[][] cosines = cosines();
        double[] blur = blurResponse(cosines);
        double[][] crossed = new double[axes.length][];
        double[][] covariance = new double[axes.length][axes.length];
        for (int i = 0; i < axes.length; i++) {
            crossed[i] = filtered(axes[i], cosines, blur, 1);
        }
        for (int i = 0; i < axes.length; i++) {
            double[] blurred = filtered(axes[i], cosines, blur, 2);
            for (int j = 0; j < axes.length; j++) {
                covariance[i][j] = dot(blurred, axes[j]);
            }
        }
        double trace = 0;
        for (int i = 0; i < axes.length; i++) {
            trace += covariance[i][i];
        }
        for (int i = 0; i < axes.length; i++) {
            covariance[i][i] += NOISE * trace / axes.length;
        }
        filter = solved(covariance, crossed);
    }

    /** The grid of a descriptor, {@code [SIDE * SIDE]} row by row, of mean about 0. */
    static double[] of(float[] descriptor) {
        return Once.INSTANCE.estimate(descriptor);
    }

    private double[] estimate(float[] descriptor) {
        double[] grid = new double[CELLS];
        for (int i = 0; i < filter.length; i++) {
            double value = descriptor[i];
            double[] row = filter[i];
            for (int cell = 0; cell < grid.length; cell++) {
                grid[cell] += value * row[cell];
            }
        }
        return grid;
    }

    /** The orthonormal transform's basis, {@code [frequency][place]}. */
    private static double[][] cosines() {
        double[][] cosines = new double[SIDE][SIDE];
        for (int k = 0; k < SIDE; k++) {
            double scale = StrictMath.sqrt((k == 0 ? 1.0 : 2.0) / SIDE);
            for (int x = 0; x < SIDE; x++) {
                cosines[k][x] = scale * StrictMath.cos(Math.PI * k * (2 * x + 1) / (2.0 * SIDE));
            }
        }
        return cosines;
    }

    /** What the blur multiplies a frequency along one axis by. */
    private static double[] blurResponse(double[][] cosines) {
        double[] kernel = PixelDescriptor.blur();
        int radius = kernel.length / 2;
        double[] response = new double[cosines.length];
        for (int k = 0; k < response.length; k++) {
            for (int t = -radius; t <= radius; t++) {
                response[k] += kernel[t + radius] * StrictMath.cos(Math.PI * k * t / SIDE);
            }
        }
        return response;
    }

    /** A grid through covariance and blur: {@code power} 1 for blurred once, 2 for twice. */
    private static double[] filtered(double[] grid, double[][] cosines, double[] blur, int power) {
        double[] spectrum = transformed(grid, cosines);
        for (int v = 0; v < SIDE; v++) {
            for (int u = 0; u < SIDE; u++) {
                double squared = u * u + v * v;
                double response = power == 1 ? blur[u] * blur[v] : blur[u] * blur[u] * blur[v] * blur[v];
                spectrum[v * SIDE + u] *= squared == 0 ? 0 : response / squared;
            }
        }
        double[][] back = new double[SIDE][SIDE];
        for (int k = 0; k < SIDE; k++) {
            for (int x = 0; x < SIDE; x++) {
                back[x][k] = cosines[k][x];
            }
        }
        return transformed(spectrum, back);
    }

    /** {@code M G M'}. */
    private static double[] transformed(double[] grid, double[][] matrix) {
        double[] half = new double[CELLS];
        for (int y = 0; y < SIDE; y++) {
            for (int k = 0; k < SIDE; k++) {
                double sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += matrix[k][x] * grid[y * SIDE + x];
                }
                half[y * SIDE + k] = sum;
            }
        }
        double[] whole = new double[CELLS];
        for (int k = 0; k < SIDE; k++) {
            for (int y = 0; y < SIDE; y++) {
                double weight = matrix[k][y];
                for (int x = 0; x < SIDE; x++) {
                    whole[k * SIDE + x] += weight * half[y * SIDE + x];
                }
            }
        }
        return whole;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** {@code X} with {@code matrix X = right}, by Cholesky's factors; the matrix is symmetric and positive definite. */
    private static double[][] solved(double[][] matrix, double[][] right) {
        int n = matrix.length;
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
        }
        double[][] x = Arrays.stream(right).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtract(x[i], factor[i][k], x[k]);
            }
            divide(x[i], factor[i][i]);
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(x[i], factor[k][i], x[k]);
            }
            divide(x[i], factor[i][i]);
        }
        return x;
    }

    private static void subtract(double[] from, double times, double[] row) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * row[i];
        }
    }

    private static void divide(double[] row, double by) {
        for (int i = 0; i < row.length; i++) {
            row[i] /= by;
        }
    }
}
