package dev.flawsmith.memorization;

/**
 * A fixed random orthonormal projection, scaled so that squared distances are kept on average (Johnson and Lindenstrauss
 * 1984). Counter-based numbers, strict mathematics and one order of summation: the same bits on every machine.
 */
final class RandomProjection {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double TO_UNIT = 0x1p-53;

    private final int inputs;
    private final int outputs;
    /**
     * {@code [inputs][outputs]}: {@link #project} is a plain multiply-add of rows. An array a row, for HotSpot keeps loops in
     * scalars where arrays are read at offsets that it does not know.
     */
    private final float[][] matrix;

    /**
     * @param inputs length of what is projected
     * @param outputs length of the result, at most {@code inputs}
     * @param seed which of the projections
     */
    RandomProjection(int inputs, int outputs, long seed) {
        this.inputs = inputs;
        this.outputs = outputs;
        double[][] axes = orthonormal(outputs, inputs, seed);
        double scale = StrictMath.sqrt((double) inputs / outputs);
        matrix = new float[inputs][outputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                matrix[i][o] = (float) (scale * axes[o][i]);
            }
        }
    }

    /** What it multiplies by, {@code [outputs][inputs]}. */
    double[][] rows() {
        double[][] rows = new double[outputs][inputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                rows[o][i] = matrix[i][o];
            }
        }
        return rows;
    }

    /** Projects {@code [inputs]} to {@code [outputs]}. */
    float[] project(double[] input) {
        return project(new double[][] {input})[0];
    }

    /** Projects each of {@code [n][inputs]} to {@code [n][outputs]}; the matrix, a MiB or so, is read once for all. */
    float[][] project(double[][] input) {
        float[][] output = new float[input.length][outputs];
        int i = 0;
        for (; i + 3 < inputs; i += 4) {
            for (int n = 0; n < output.length; n++) {
                double[] in = input[n];
                float v0 = (float) in[i];
                float v1 = (float) in[i + 1];
                float v2 = (float) in[i + 2];
                float v3 = (float) in[i + 3];
                addRows(output[n], v0, matrix[i], v1, matrix[i + 1], v2, matrix[i + 2], v3, matrix[i + 3]);
            }
        }
        for (; i < inputs; i++) {
            for (int n = 0; n < output.length; n++) {
                float value = (float) input[n][i];
                for (int o = 0; o < outputs; o++) {
                    output[n][o] += value * matrix[i][o];
                }
            }
        }
        return output;
    }

    /** Four rows at a time: the output is read and written once for all, and summed in the order of the rows all the same. */
    private static void addRows(
            float[] output, float v0, float[] r0, float v1, float[] r1, float v2, float[] r2, float v3, float[] r3) {
        for (int o = 0; o < output.length; o++) {
            float sum = output[o] + v0 * r0[o];
            sum += v1 * r1[o];
            sum += v2 * r2[o];
            output[o] = sum + v3 * r3[o];
        }
    }

    /** Gaussian rows, made orthonormal by modified Gram–Schmidt; done twice, which is enough (Kahan; Parlett 1980). */
    private static double[][] orthonormal(int rows, int length, long seed) {
        double[][] axes = new double[rows][length];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < length; i++) {
                axes[r][i] = gaussian(seed, (long) r * length + i);
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int earlier = 0; earlier < r; earlier++) {
                    double along = dot(axes[r], axes[earlier]);
                    for (int i = 0; i < length; i++) {
                        axes[r][i] -= along * axes[earlier][i];
                    }
                }
            }
            double norm = StrictMath.sqrt(dot(axes[r], axes[r]));
            for (int i = 0; i < length; i++) {
                axes[r][i] /= norm;
            }
        }
        return axes;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Box and Muller 1958, on two hashed uniforms. */
    private static double gaussian(long seed, long counter) {
        double radius = ((mix(seed + GOLDEN_GAMMA * (2 * counter + 1)) >>> 11) + 1) * TO_UNIT; // (0, 1]
        double angle = (mix(seed + GOLDEN_GAMMA * (2 * counter + 2)) >>> 11) * TO_UNIT; // [0, 1)
        return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014; Stafford's variant 13). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
