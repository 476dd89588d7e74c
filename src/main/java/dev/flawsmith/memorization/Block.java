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

    /** That a centre is taken from. */
    private static final int CENTRE_ROWS = 512;

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

    /** About the mean of the scaled rows, by up to {@value #CENTRE_ROWS} of them, evenly spread: any centre will do. */
    static float[] centre(FeatureRows source, Metric metric) {
        int columns = source.columns();
        int count = Math.min(CENTRE_ROWS, source.rows());
        double[] mean = new double[columns];
        for (int i = 0; i < count; i++) {
            int row = Math.toIntExact((long) source.rows() * i / count);
            float[] values = source.block(row, 1);
            double weight = metric.scale(values, 0, columns, where(source, row)) / count;
            for (int j = 0; j < columns; j++) {
                mean[j] += weight * values[j];
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
        int fours = values.length - 3;
        int j = 0;
        for (; j < fours; j += 4) { // four sums, so that additions need not wait for one another
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

    /**
     * The squared distances of a scaled row to others in float64. Four rows are read at once: one after the other, each
     * would be waited for. A single one that is left is read alone, for the five nearest are often asked for. A row's sum is that of its even columns and that of its odd ones, whatever rows it is read with.
     *
     * @param rowA of {@code a}
     * @param rowsB of {@code b}
     * @param count of them
     * @param into where the distances go
     */
    static void squaredDistances(Block a, int rowA, Block b, int[] rowsB, int count, double[] into) {
        int last = count - 1;
        int alone = count % 4 == 1 ? last : count;
        for (int i = 0; i < alone; i += 4) { // rows beyond the last are the last once more
            four(
                    a,
                    rowA,
                    b,
                    rowsB,
                    new int[] {i, Math.min(i + 1, last), Math.min(i + 2, last), Math.min(i + 3, last)},
                    into);
        }
        if (alone < count) {
            into[last] = one(a, rowA, b, rowsB[last]);
        }
    }

    private static double one(Block a, int rowA, Block b, int rowB) {
        int columns = a.columns;
        float[] own = a.raw;
        float[] other = b.raw;
        double scaleA = a.scales[rowA];
        double scaleB = b.scales[rowB];
        int fromA = rowA * columns;
        int fromB = rowB * columns;
        double even = 0;
        double odd = 0;
        int pairs = columns - 1;
        int j = 0;
        for (; j < pairs; j += 2) {
            double d = own[fromA + j] * scaleA - other[fromB + j] * scaleB;
            double e = own[fromA + j + 1] * scaleA - other[fromB + j + 1] * scaleB;
            even += d * d;
            odd += e * e;
        }
        if (j < columns) {
            double d = own[fromA + j] * scaleA - other[fromB + j] * scaleB;
            even += d * d;
        }
        return even + odd;
    }

    private static void four(Block a, int rowA, Block b, int[] rowsB, int[] at, double[] into) {
        int columns = a.columns;
        float[] own = a.raw;
        float[] other = b.raw;
        double scale = a.scales[rowA];
        double scale0 = b.scales[rowsB[at[0]]];
        double scale1 = b.scales[rowsB[at[1]]];
        double scale2 = b.scales[rowsB[at[2]]];
        double scale3 = b.scales[rowsB[at[3]]];
        int from = rowA * columns;
        int from0 = rowsB[at[0]] * columns;
        int from1 = rowsB[at[1]] * columns;
        int from2 = rowsB[at[2]] * columns;
        int from3 = rowsB[at[3]] * columns;
        double even0 = 0;
        double even1 = 0;
        double even2 = 0;
        double even3 = 0;
        double odd0 = 0;
        double odd1 = 0;
        double odd2 = 0;
        double odd3 = 0;
        int pairs = columns - 1;
        int j = 0;
        for (; j < pairs; j += 2) {
            double even = own[from + j] * scale;
            double odd = own[from + j + 1] * scale;
            double d0 = even - other[from0 + j] * scale0;
            double d1 = even - other[from1 + j] * scale1;
            double d2 = even - other[from2 + j] * scale2;
            double d3 = even - other[from3 + j] * scale3;
            even0 += d0 * d0;
            even1 += d1 * d1;
            even2 += d2 * d2;
            even3 += d3 * d3;
            double e0 = odd - other[from0 + j + 1] * scale0;
            double e1 = odd - other[from1 + j + 1] * scale1;
            double e2 = odd - other[from2 + j + 1] * scale2;
            double e3 = odd - other[from3 + j + 1] * scale3;
            odd0 += e0 * e0;
            odd1 += e1 * e1;
            odd2 += e2 * e2;
            odd3 += e3 * e3;
        }
        if (j < columns) {
            double even = own[from + j] * scale;
            double d0 = even - other[from0 + j] * scale0;
            double d1 = even - other[from1 + j] * scale1;
            double d2 = even - other[from2 + j] * scale2;
            double d3 = even - other[from3 + j] * scale3;
            even0 += d0 * d0;
            even1 += d1 * d1;
            even2 += d2 * d2;
            even3 += d3 * d3;
        }
        into[at[3]] = even3 + odd3;
        into[at[2]] = even2 + odd2;
        into[at[1]] = even1 + odd1;
        into[at[0]] = even0 + odd0;
    }
}
