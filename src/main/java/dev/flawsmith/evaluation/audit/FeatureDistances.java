package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.memorization.ExactNeighbours;
import dev.flawsmith.memorization.Metric;
import dev.flawsmith.memorization.NeighbourTable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Distances of feature arrays: L2, exact. There are no disguises to search, whatever made the features saw to that.
 * Copies are exact, or moved in a random direction: noise02, noise05 and noise10 by 0.1, 0.25 and 0.5 of the distance to
 * the photo's nearest other photo.
 */
public final class FeatureDistances implements PhotoDistances {
    private final FeatureRows photos;
    private final FeatureRows images;

    /**
     * @param photos {@code [n][d]}, train first or in any order
     * @param images {@code [m][d]}
     * @throws dev.flawsmith.math.FeatureException if dimensions differ
     */
    public FeatureDistances(FeatureRows photos, FeatureRows images) {
        FeatureRows.requireSameColumns(photos, images);
        this.photos = photos;
        this.images = images;
    }

    @Override
    public String descriptor() {
        return "features-l2/1";
    }

    @Override
    public int photos() {
        return photos.rows();
    }

    @Override
    public int images() {
        return images.rows();
    }

    @Override
    public NeighbourTable imagesOfPhotos() {
        return ExactNeighbours.search(photos, images, 1, Metric.L2);
    }

    @Override
    public NeighbourTable photosOfPhotos(int k) {
        return ExactNeighbours.searchSelf(photos, k, Metric.L2);
    }

    @Override
    public NeighbourTable photosOfImages(int[] chosen, int k) {
        return ExactNeighbours.search(images, photos.select(chosen), k, Metric.L2)
                .renamed(i -> chosen[i]);
    }

    @Override
    public NeighbourTable photosOfPhotos(int[] queries, int[] chosen, int k) {
        int more = Math.min(k + 1, chosen.length);
        NeighbourTable found = ExactNeighbours.search(photos.select(queries), photos.select(chosen), more, Metric.L2)
                .renamed(i -> chosen[i]);
        return found.without(queries, k);
    }

    @Override
    public NeighbourTable photosOfCopies(int[] copied, CopyTransform transform, long seed, int k) {
        FeatureRows copies = photos.select(copied);
        double alteration = switch (transform) {
            case EXACT -> 0;
            case NOISE02 -> 0.1;
            case NOISE05 -> 0.25;
            case NOISE10 -> 0.5;
            default ->
                throw new FeatureException(
                        "transforms: expected exact, noise02, noise05 or noise10 for feature arrays, found "
                                + transform.label());
        };
        if (alteration > 0) {
            double[] spacing = photosOfPhotos(copied).nearest();
            SplittableRandom random = new SplittableRandom(seed);
            float[][] rows = new float[copied.length][];
            Arrays.setAll(rows, c -> moved(photos.row(copied[c]), alteration * spacing[c], random));
            copies = FeatureRows.of("copies of " + photos.name(), rows);
        }
        return ExactNeighbours.search(copies, photos, k, Metric.L2);
    }

    /** The nearest other photo of some photos, exact duplicates of them left out as far as 8 reach. */
    private NeighbourTable photosOfPhotos(int[] queries) {
        int k = Math.min(8, photos.rows());
        NeighbourTable found = ExactNeighbours.search(photos.select(queries), photos, k, Metric.L2);
        double[] distances = new double[queries.length];
        int[] indices = new int[queries.length];
        for (int q = 0; q < queries.length; q++) {
            int i = 0;
            while (i < k - 1 && found.distance(q, i) == 0) {
                i++;
            }
            distances[q] = found.distance(q, i);
            indices[q] = found.index(q, i);
        }
        return new NeighbourTable(1, distances, indices);
    }

    private static float[] moved(float[] row, double length, SplittableRandom random) {
        double[] direction = new double[row.length];
        double squares = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextGaussian();
            squares += direction[i] * direction[i];
        }
        float[] moved = new float[row.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (row[i] + length * direction[i] / Math.sqrt(squares));
        }
        return moved;
    }
}
