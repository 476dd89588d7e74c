package dev.flawsmith.evaluation;

import dev.flawsmith.memorization.NearestNeighbours;
import dev.flawsmith.memorization.Neighbour;
import java.util.Arrays;

/**
 * How well an encoder finds disguised copies among a pool of different images: the share of copies whose nearest pool image
 * is the one they were made from, and the share that is nearer to it than nearly all different images are to one another.
 * Ties go to the lower index. Immutable; thread-safe.
 */
public final class CopyRetrieval {
    /** The share of pool images that lie nearer to their neighbour than the threshold does. */
    public static final double QUANTILE = 0.01;

    private final float[][] features;
    private final NearestNeighbours pool;
    private final double threshold;

    /**
     * @param pool features of different images, {@code [images][dimension]}, at least two, all finite; near-duplicates in it
     *     lower the threshold
     */
    public CopyRetrieval(float[][] pool) {
        if (pool.length < 2) {
            throw new IllegalArgumentException("expected at least 2 images to search among, found " + pool.length);
        }
        features = pool.clone();
        this.pool = new NearestNeighbours(pool);
        double[] nearest = new double[pool.length];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = this.pool.nearestToRow(i, 1).get(0).distance();
        }
        Arrays.sort(nearest);
        threshold = nearest[(int) Math.ceil(QUANTILE * nearest.length) - 1];
    }

    /** The 1 % quantile of the distances of pool images to their nearest other one. */
    public double threshold() {
        return threshold;
    }

    /**
     * What came of a set of copies.
     *
     * @param found share whose nearest pool image is the original
     * @param below share that also lies nearer to it than the threshold
     * @param medianDistance of copies to their originals
     */
    public record Outcome(double found, double below, double medianDistance) {}

    /**
     * Searches for copies.
     *
     * @param copies features, {@code [images][dimension]}; row {@code i} was made from pool image {@code i}
     */
    public Outcome search(float[][] copies) {
        if (copies.length != pool.size()) {
            throw new IllegalArgumentException(
                    "expected a copy of each of " + pool.size() + " images, found " + copies.length);
        }
        int found = 0;
        int below = 0;
        double[] distances = new double[copies.length];
        for (int i = 0; i < copies.length; i++) {
            Neighbour nearest = pool.nearest(copies[i], 1).get(0);
            if (nearest.index() == i) {
                found++;
                below += nearest.distance() < threshold ? 1 : 0;
            }
            distances[i] = distance(copies[i], features[i]);
        }
        Arrays.sort(distances);
        return new Outcome(
                (double) found / copies.length, (double) below / copies.length, distances[distances.length / 2]);
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
