package dev.flawsmith.memorization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact k nearest neighbours in L2 by brute force. Float64 sums of squared differences decide, so an equal row scores
 * exactly 0 and nothing cancels; a row is given up as soon as its partial sum exceeds the k-th best. Ties go to the lower
 * index. Sums in float32, many rows at a time, go before: a row that cannot be among the nearest, whatever their rounding
 * did, is not looked at again. Immutable; thread-safe.
 */
public final class NearestNeighbours {
    private static final int NO_ROW = -1;
    /** Differences summed between two looks at the k-th best; a multiple of 4. */
    private static final int BLOCK = 64;
    /** Of float32, half the distance from 1 to the next number. */
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    /** Of a term beside those of its sum: one in the difference counts twice, one in the square; the rest is to spare. */
    private static final int ROUNDINGS = 8;

    private final int rows;
    private final int dimension;
    private final float[] reference;
    /**
     * The reference once more, {@code [dimension][rows]}: differences to many rows are one vector operation. An array a
     * column, for HotSpot keeps loops in scalars where arrays are read at offsets that it does not know.
     */
    private final float[][] columns;

    /**
     * @param reference {@code [rows][dimension]}, at least one row, all finite; copied
     * @throws IllegalArgumentException if there is no row, lengths differ or a value is not finite
     */
    public NearestNeighbours(float[][] reference) {
        if (reference.length == 0 || reference[0].length == 0) {
            throw new IllegalArgumentException("expected at least one row of at least one number, found none");
        }
        rows = reference.length;
        dimension = reference[0].length;
        this.reference = new float[Math.multiplyExact(rows, dimension)];
        this.columns = new float[dimension][rows];
        for (int r = 0; r < rows; r++) {
            requireRow(reference[r], "row " + r);
            System.arraycopy(reference[r], 0, this.reference, r * dimension, dimension);
            for (int i = 0; i < dimension; i++) {
                columns[i][r] = reference[r][i];
            }
        }
    }

    /** Rows of the reference. */
    public int size() {
        return rows;
    }

    /** Length of a row. */
    public int dimension() {
        return dimension;
    }

    /**
     * The nearest rows, nearest first.
     *
     * @param query {@code [dimension]}, finite
     * @param k how many, from 1 to {@link #size()}
     */
    public List<Neighbour> nearest(float[] query, int k) {
        requireCount(k, rows);
        return search(query, k, NO_ROW);
    }

    /**
     * The rows nearest to a row of the reference itself, that row left out (its duplicates are not), nearest first.
     *
     * @param row the row to start from and leave out
     * @param k how many, from 1 to {@code size() - 1}
     */
    public List<Neighbour> nearestToRow(int row, int k) {
        if (row < 0 || row >= rows) {
            throw new IllegalArgumentException("expected a row from 0 to " + (rows - 1) + ", found " + row);
        }
        requireCount(k, rows - 1);
        return search(Arrays.copyOfRange(reference, row * dimension, (row + 1) * dimension), k, row);
    }

    private List<Neighbour> search(float[] query, int k, int excluded) {
        requireRow(query, "the query");
        float[] estimates = estimates(query);
        double bound = bound(estimates, k, excluded);
        double[] best = new double[k];
        int[] index = new int[k];
        int found = 0;
        for (int row = 0; row < rows; row++) {
            if (row == excluded || estimates[row] > bound) {
                continue;
            }
            double limit = found < k ? Double.POSITIVE_INFINITY : best[k - 1];
            double squares = squaredDistance(query, row, limit);
            if (found == k && squares >= limit) {
                continue; // equal is no better: the row already held has the lower index
            }
            int place = found < k ? found++ : k - 1;
            while (place > 0 && best[place - 1] > squares) {
                best[place] = best[place - 1];
                index[place] = index[place - 1];
                place--;
            }
            best[place] = squares;
            index[place] = row;
        }
        List<Neighbour> neighbours = new ArrayList<>(k);
        for (int i = 0; i < k; i++) {
            neighbours.add(new Neighbour(index[i], Math.sqrt(best[i])));
        }
        return neighbours;
    }

    /** Squared distances to all rows, summed in float32, four columns at a time. */
    private float[] estimates(float[] query) {
        float[] squares = new float[rows];
        int i = 0;
        for (; i + 3 < dimension; i += 4) {
            float q0 = query[i];
            float q1 = query[i + 1];
            float q2 = query[i + 2];
            float q3 = query[i + 3];
            addSquares(squares, q0, columns[i], q1, columns[i + 1], q2, columns[i + 2], q3, columns[i + 3]);
        }
        for (; i < dimension; i++) {
            float[] column = columns[i];
            for (int row = 0; row < rows; row++) {
                float difference = query[i] - column[row];
                squares[row] += difference * difference;
            }
        }
        return squares;
    }

    private static void addSquares(
            float[] squares, float q0, float[] c0, float q1, float[] c1, float q2, float[] c2, float q3, float[] c3) {
        for (int row = 0; row < squares.length; row++) {
            float d0 = q0 - c0[row];
            float d1 = q1 - c1[row];
            float d2 = q2 - c2[row];
            float d3 = q3 - c3[row];
            squares[row] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }
    }

    /**
     * No row beyond it is among the {@code k} nearest. An estimate {@code e} of a squared distance {@code s} of {@code d}
     * terms, none negative, has {@code |e - s| <= g s + t}: {@code g} for roundings, {@code t} for what underflows (Higham,
     * Accuracy and Stability of Numerical Algorithms, section 3.1). With {@code e_k} the k-th smallest estimate, k rows have
     * {@code s <= (e_k + t) / (1 - g)}, so whatever is as near has an estimate of at most {@code (1 + g)} times that plus
     * {@code t}.
     */
    private double bound(float[] estimates, int k, int excluded) {
        float[] smallest = new float[k];
        Arrays.fill(smallest, Float.POSITIVE_INFINITY);
        for (int row = 0; row < rows; row++) {
            float estimate = estimates[row];
            if (row == excluded || estimate >= smallest[k - 1]) {
                continue;
            }
            int place = k - 1;
            while (place > 0 && smallest[place - 1] > estimate) {
                smallest[place] = smallest[place - 1];
                place--;
            }
            smallest[place] = estimate;
        }
        double g = (dimension + ROUNDINGS) * UNIT_ROUNDOFF;
        double t = dimension * (double) Float.MIN_VALUE;
        return g < 1 ? (smallest[k - 1] + t) * (1 + g) / (1 - g) + t : Double.POSITIVE_INFINITY;
    }

    /** The squared distance, or any number of at least {@code limit} if it is at least that. */
    private double squaredDistance(float[] query, int row, double limit) {
        int offset = row * dimension;
        double sum = 0;
        int i = 0;
        while (i < dimension && sum < limit) {
            int end = Math.min(dimension, i + BLOCK);
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (; i + 3 < end; i += 4) { // four sums, so that additions need not wait for one another
                double d0 = (double) query[i] - reference[offset + i];
                double d1 = (double) query[i + 1] - reference[offset + i + 1];
                double d2 = (double) query[i + 2] - reference[offset + i + 2];
                double d3 = (double) query[i + 3] - reference[offset + i + 3];
                s0 += d0 * d0;
                s1 += d1 * d1;
                s2 += d2 * d2;
                s3 += d3 * d3;
            }
            for (; i < end; i++) {
                double d = (double) query[i] - reference[offset + i];
                s0 += d * d;
            }
            sum += (s0 + s1) + (s2 + s3);
        }
        return sum;
    }

    private static void requireCount(int k, int most) {
        if (k < 1 || k > most) {
            throw new IllegalArgumentException("expected k from 1 to " + most + ", found " + k);
        }
    }

    private void requireRow(float[] row, String name) {
        if (row.length != dimension) {
            throw new IllegalArgumentException(
                    "expected " + dimension + " numbers in " + name + ", found " + row.length);
        }
        for (int i = 0; i < row.length; i++) {
            if (!Float.isFinite(row[i])) {
                throw new IllegalArgumentException(
                        "expected finite numbers in " + name + ", found " + row[i] + " at " + i);
            }
        }
    }
}
