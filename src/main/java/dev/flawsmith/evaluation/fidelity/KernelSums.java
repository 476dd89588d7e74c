package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureRows;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Sums of a kernel over pairs of rows, float64, both sides streamed in blocks of at most {@value #BLOCK} rows. */
final class KernelSums {
    private static final int BLOCK = 1024;

    private KernelSums() {}

    /** Over all pairs of a row of one set and a row of another. */
    static double across(FeatureRows a, FeatureRows b, PairKernel kernel) {
        Side left = new Side(a);
        Side right = new Side(b);
        DoubleBuffer product = Blas.doubles(left.capacity() * right.capacity());
        double sum = 0;
        for (int i = 0; i < a.rows(); i += BLOCK) {
            left.load(i);
            for (int j = 0; j < b.rows(); j += BLOCK) {
                right.load(j);
                sum += pairs(left, right, product, kernel, false);
            }
        }
        return sum;
    }

    /** Over all ordered pairs of two different rows of a set; equal rows in two places are different rows. */
    static double within(FeatureRows a, PairKernel kernel) {
        Side left = new Side(a);
        Side right = new Side(a);
        DoubleBuffer product = Blas.doubles(left.capacity() * left.capacity());
        double sum = 0;
        for (int i = 0; i < a.rows(); i += BLOCK) {
            left.load(i);
            sum += pairs(left, left, product, kernel, true);
            for (int j = i + BLOCK; j < a.rows(); j += BLOCK) {
                right.load(j);
                sum += 2 * pairs(left, right, product, kernel, false);
            }
        }
        return sum;
    }

    private static double pairs(Side a, Side b, DoubleBuffer product, PairKernel kernel, boolean withoutItself) {
        Blas.productTransposed(a.rows, a.count, b.rows, b.count, a.columns, product);
        double[] rowSums = new double[a.count]; // summed in order, so that threads do not change a bit
        IntStream.range(0, a.count).parallel().forEach(i -> {
            double[] row = new double[b.count];
            product.get(i * b.count, row);
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += withoutItself && i == j ? 0 : kernel.of(row[j], a.squares[i], b.squares[j]);
            }
            rowSums[i] = sum;
        });
        return Arrays.stream(rowSums).sum();
    }

    /** A block of rows, and their squared norms. */
    private static final class Side {
        private final FeatureRows source;
        private final int columns;
        private final DoubleBuffer rows;
        private final double[] squares;
        private int count;

        Side(FeatureRows source) {
            this.source = source;
            columns = source.columns();
            int capacity = Math.min(BLOCK, source.rows());
            rows = Blas.doubles(Math.multiplyExact(capacity, columns));
            squares = new double[capacity];
        }

        int capacity() {
            return squares.length;
        }

        void load(int from) {
            count = Math.min(BLOCK, source.rows() - from);
            double[] values = Numbers.toDoubles(source.block(from, count));
            rows.put(0, values);
            for (int i = 0; i < count; i++) {
                double sum = 0;
                for (int j = i * columns; j < (i + 1) * columns; j++) {
                    sum += values[j] * values[j];
                }
                squares[i] = sum;
            }
        }
    }
}
