package dev.flawsmith.memorization;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureRows;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Some consecutive rows: as they were read, and scaled and centred for a float32 product, with their norms. */
final class Block {
    /** Of float32 numbers as read; a block has at least one row. */
    static final int BYTES = 64 << 20;

    /** Of a block of references: few blocks, so that they are rarely read again. */
    static final int REFERENCE_ROWS = 8192;
    /** Of a block of queries: the product stays small enough to be read again soon. */
    static final int QUERY_ROWS = 2048;

    /** Read and prepared by one thread in one go. */
    private static final int ROWS_AT_ONCE = 128;

    private final FeatureRows source;
    private final Metric metric;
    private final float[] centre;
    private final int columns;
    private final int capacity;
    private final float[] raw;
    private final double[] scales;
    private final double[] squares;
    private final FloatBuffer centred;
    private int first = -1;
    private int count;
    private double largestNorm;

    /**
     * A block with nothing in it yet.
     *
     * @param mostRows that it holds
     * @param centre what is taken from scaled rows, {@code [columns]}: distances do not change, rounding gets small
     */
    Block(FeatureRows source, int mostRows, Metric metric, float[] centre) {
        this.source = source;
        this.metric = metric;
        this.centre = centre;
        columns = source.columns();
        capacity = capacity(source, mostRows);
        raw = new float[capacity * columns];
        scales = new double[capacity];
        squares = new double[capacity];
        centred = Blas.floats(raw.length);
    }

    private static int capacity(FeatureRows source, int mostRows) {
        int fit = Math.max(1, BYTES / Float.BYTES / source.columns());
        return Math.min(source.rows(), Math.min(mostRows, fit));
    }

    /** The mean of the scaled rows, about: any centre will do. */
    static float[] mean(FeatureRows source, Metric metric) {
        int columns = source.columns();
        double[] mean = new double[columns];
        int step = capacity(source, QUERY_ROWS);
        for (int from = 0; from < source.rows(); from += step) {
            int count = Math.min(step, source.rows() - from);
            float[] rows = source.block(from, count);
            for (int row = 0; row < count; row++) {
                double weight = metric.scale(rows, row * columns, columns, where(source, from + row)) / source.rows();
                for (int j = 0; j < columns; j++) {
                    mean[j] += weight * rows[row * columns + j];
                }
            }
        }
        float[] rounded = new float[columns];
        for (int j = 0; j < columns; j++) {
            rounded[j] = (float) mean[j];
        }
        return rounded;
    }

    private static String where(FeatureRows source, int row) {
        return source.name() + ", row " + row;
    }

    /** Loads the block that starts at a row, unless it is there. */
    void load(int from) {
        if (from == first) {
            return;
        }
        count = Math.min(capacity, source.rows() - from);
        first = from;
        IntStream.range(0, (count + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
                .parallel()
                .forEach(part -> prepare(part * ROWS_AT_ONCE, Math.min(count, (part + 1) * ROWS_AT_ONCE)));
        largestNorm = 0;
        for (int row = 0; row < count; row++) {
            largestNorm = Math.max(largestNorm, Math.sqrt(squares[row]));
        }
    }

    private void prepare(int start, int end) {
        source.read(first + start, end - start, FloatBuffer.wrap(raw, start * columns, (end - start) * columns));
        for (int row = start; row < end; row++) {
            prepare(row);
        }
    }

    private void prepare(int row) {
        int offset = row * columns;
        double scale = metric.scale(raw, offset, columns, where(source, first + row));
        float[] values = new float[columns];
        if (scale == 1) { // float32 rounds the difference just so
            for (int j = 0; j < columns; j++) {
                values[j] = raw[offset + j] - centre[j];
            }
        } else {
            for (int j = 0; j < columns; j++) {
                values[j] = (float) (raw[offset + j] * scale - centre[j]);
            }
        }
        scales[row] = scale;
        squares[row] = squares(values);
        centred.put(offset, values);
    }

    private static double squares(float[] values) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < values.length; j += 4) { // four sums, so that additions need not wait for one another
            s0 += (double) values[j] * values[j];
            s1 += (double) values[j + 1] * values[j + 1];
            s2 += (double) values[j + 2] * values[j + 2];
            s3 += (double) values[j + 3] * values[j + 3];
        }
        for (; j < values.length; j++) {
            s0 += (double) values[j] * values[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    int capacity() {
        return capacity;
    }

    int columns() {
        return columns;
    }

    /** The source's row that is this block's first. */
    int first() {
        return first;
    }

    int count() {
        return count;
    }

    FloatBuffer centred() {
        return centred;
    }

    /** The squared norm of a centred row. */
    double squaredNorm(int row) {
        return squares[row];
    }

    /** The largest norm of a centred row of the block. */
    double largestNorm() {
        return largestNorm;
    }

    /** The squared distance of two scaled rows in float64, or any number above {@code limit} if it is above that. */
    static double squaredDistance(Block a, int rowA, Block b, int rowB, double limit) {
        int columns = a.columns;
        int offsetA = rowA * columns;
        int offsetB = rowB * columns;
        double scaleA = a.scales[rowA];
        double scaleB = b.scales[rowB];
        double sum = 0;
        int j = 0;
        while (j < columns && sum <= limit) {
            int end = Math.min(columns, j + 64);
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (; j + 3 < end; j += 4) { // four sums, so that additions need not wait for one another
                double d0 = a.raw[offsetA + j] * scaleA - b.raw[offsetB + j] * scaleB;
                double d1 = a.raw[offsetA + j + 1] * scaleA - b.raw[offsetB + j + 1] * scaleB;
                double d2 = a.raw[offsetA + j + 2] * scaleA - b.raw[offsetB + j + 2] * scaleB;
                double d3 = a.raw[offsetA + j + 3] * scaleA - b.raw[offsetB + j + 3] * scaleB;
                s0 += d0 * d0;
                s1 += d1 * d1;
                s2 += d2 * d2;
                s3 += d3 * d3;
            }
            for (; j < end; j++) {
                double d = a.raw[offsetA + j] * scaleA - b.raw[offsetB + j] * scaleB;
                s0 += d * d;
            }
            sum += (s0 + s1) + (s2 + s3);
        }
        return sum;
    }
}
