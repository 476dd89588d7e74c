package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.memorization.ExactNeighbours;
import dev.flawsmith.memorization.Metric;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Distances of feature arrays: L2, exact. There are no disguises to search, whatever made the features saw to that. An
 * altered copy is the photo's feature moved in a random direction by {@value #ALTERATION} of the distance to the nearest
 * other photo.
 */
public final class FeatureDistances implements PhotoDistances {
    /** Of an altered copy, relative to the distance between the photo and its nearest other photo. */
    public static final double ALTERATION = 0.25;

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
    public NearestTable imagesOfPhotos() {
        return NearestTable.of(ExactNeighbours.search(photos, images, 1, Metric.L2), i -> i);
    }

    @Override
    public NearestTable photosOfPhotos(int k) {
        return NearestTable.of(ExactNeighbours.searchSelf(photos, k, Metric.L2), i -> i);
    }

    @Override
    public NearestTable photosOfImages(int[] chosen, int k) {
        return NearestTable.of(ExactNeighbours.search(images, photos.select(chosen), k, Metric.L2), i -> chosen[i]);
    }

    @Override
    public NearestTable photosOfPhotos(int[] queries, int[] chosen, int k) {
        int more = Math.min(k + 1, chosen.length);
        NearestTable found = NearestTable.of(
                ExactNeighbours.search(photos.select(queries), photos.select(chosen), more, Metric.L2), i -> chosen[i]);
        return found.without(queries, k);
    }

    @Override
    public NearestTable photosOfCopies(int[] copied, boolean altered, long seed, int k) {
        FeatureRows copies = photos.select(copied);
        if (altered) {
            double[] spacing = photosOfPhotos(copied).nearest();
            SplittableRandom random = new SplittableRandom(seed);
            float[][] rows = new float[copied.length][];
            Arrays.setAll(rows, c -> moved(photos.row(copied[c]), ALTERATION * spacing[c], random));
            copies = FeatureRows.of("copies of " + photos.name(), rows);
        }
        return NearestTable.of(ExactNeighbours.search(copies, photos, k, Metric.L2), i -> i);
    }

    /** The nearest other photo of some photos, exact duplicates of them left out as far as 8 reach. */
    private NearestTable photosOfPhotos(int[] queries) {
        int k = Math.min(8, photos.rows());
        NearestTable found =
                NearestTable.of(ExactNeighbours.search(photos.select(queries), photos, k, Metric.L2), i -> i);
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
        return new NearestTable(1, distances, indices);
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
