package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.Blas;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.memorization.ExactNeighbours;
import dev.flawsmith.memorization.Metric;
import dev.flawsmith.memorization.NeighbourTable;
import java.nio.DoubleBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Balls about the rows of one set, each as wide as to that row's k-th nearest other row, and which rows of another set lie
 * in them. A float64 matrix product decides where it can; within its own error of a ball's edge the float64 distance of
 * the rows themselves does, so that a row at exactly the radius is on the edge. Both sets are streamed in blocks of at
 * most {@value #BLOCK} rows.
 */
final class Balls {
    private static final int BLOCK = 512;

    private final FeatureRows centres;
    private final double[] radii;

    private Balls(FeatureRows centres, double[] radii) {
        this.centres = centres;
        this.radii = radii;
    }

    /** @param k from 1 to rows - 1 */
    static Balls about(FeatureRows centres, int k) {
        NeighbourTable table = ExactNeighbours.searchSelf(centres, k, Metric.L2);
        double[] radii = new double[table.rows()];
        for (int i = 0; i < radii.length; i++) {
            radii[i] = table.distance(i, k - 1);
        }
        return new Balls(centres, radii);
    }

    /**
     * Which points lie in which balls.
     *
     * @param edge whether a point on a ball's edge lies in it
     */
    Membership of(FeatureRows points, boolean edge) {
        FeatureRows.requireSameColumns(centres, points);
        Membership members =
                new Membership(new AtomicIntegerArray(points.rows()), new AtomicIntegerArray(centres.rows()));
        DoubleBuffer product = Blas.doubles(Math.min(BLOCK, centres.rows()) * Math.min(BLOCK, points.rows()));
        for (int i = 0; i < centres.rows(); i += BLOCK) {
            Side balls = new Side(centres, i);
            for (int j = 0; j < points.rows(); j += BLOCK) {
                count(balls, new Side(points, j), product, edge, members);
            }
        }
        return members;
    }

    /**
     * What was counted.
     *
     * @param ballsOfPoint for each point, the balls it lies in
     * @param pointsOfBall for each ball, the points in it
     */
    record Membership(AtomicIntegerArray ballsOfPoint, AtomicIntegerArray pointsOfBall) {
        /** The share of points that lie in any ball. */
        double covered() {
            return positive(ballsOfPoint);
        }

        /** The share of balls in which any point lies. */
        double filled() {
            return positive(pointsOfBall);
        }

        /** How many balls a point lies in, on average. */
        double ballsAPoint() {
            return IntStream.range(0, ballsOfPoint.length())
                            .mapToLong(ballsOfPoint::get)
                            .sum()
                    / (double) ballsOfPoint.length();
        }

        private static double positive(AtomicIntegerArray counts) {
            return IntStream.range(0, counts.length())
                            .filter(i -> counts.get(i) > 0)
                            .count()
                    / (double) counts.length();
        }
    }

    private void count(Side balls, Side points, DoubleBuffer product, boolean edge, Membership members) {
        int d = centres.columns();
        Blas.productTransposed(balls.rows, balls.count, points.rows, points.count, d, product);
        IntStream.range(0, balls.count).parallel().forEach(i -> {
            double[] products = new double[points.count];
            product.get(i * points.count, products);
            double radius = radii[balls.first + i];
            int inside = 0;
            for (int j = 0; j < products.length; j++) {
                double squares = balls.squares[i] + points.squares[j];
                double squared = squares - 2 * products[j];
                double error = 4 * (d + 4) * Math.ulp(1.0) * (squares + radius * radius);
                double beyond = squared - radius * radius;
                boolean in = Math.abs(beyond) > error ? beyond < 0 : within(balls, i, points, j, radius, edge);
                if (in) {
                    members.ballsOfPoint().incrementAndGet(points.first + j);
                    inside++;
                }
            }
            members.pointsOfBall().addAndGet(balls.first + i, inside);
        });
    }

    private static boolean within(Side balls, int i, Side points, int j, double radius, boolean edge) {
        int d = balls.raw.length / balls.count;
        double distance = Math.sqrt(Numbers.squaredDistance(balls.raw, i * d, points.raw, j * d, d));
        return edge ? distance <= radius : distance < radius;
    }

    /** A block of rows, as they are and for the product. */
    private static final class Side {
        private final int first;
        private final int count;
        private final float[] raw;
        private final DoubleBuffer rows;
        private final double[] squares;

        Side(FeatureRows source, int first) {
            this.first = first;
            count = Math.min(BLOCK, source.rows() - first);
            raw = source.block(first, count);
            rows = Blas.doubles(raw.length);
            rows.put(0, Numbers.toDoubles(raw));
            squares = new double[count];
            int d = source.columns();
            for (int i = 0; i < raw.length; i++) {
                squares[i / d] += (double) raw[i] * raw[i];
            }
        }
    }
}
