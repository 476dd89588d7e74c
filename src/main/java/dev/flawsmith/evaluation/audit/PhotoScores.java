package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The score of every unit: distance of a photo to its nearest generated image over its distance to its own nearest photo
 * of another unit, the smallest over the unit's photos and over the descriptors. A descriptor's ratio r enters as
 * {@code r^(D / D_1)}, D its intrinsic dimension among the photos and D_1 the first descriptor's, so that equal scores are
 * equally rare among real photos under each (P(u <= r) = r^D, see {@link RealSpacing}). It is computed alike for train and
 * holdout and from the pool alone, so it is label-blind. Small is close; 0 is an exact copy; 1 is as near as the nearest
 * real photo. A photo at distance 0 from one of another unit scores 1 or more: its image could be of either.
 */
final class PhotoScores {
    private static final int FIRST_NEIGHBOURS = 32;

    private final List<PhotoDistances> descriptors;
    private final Units units;
    private final double[][] spacing;
    private final double[] dimension;
    private final double[] score;
    private final double[] realRatio;
    private final int[] photo;
    private final int[] image;
    private final int[] descriptor;
    private final double[] distance;

    PhotoScores(List<PhotoDistances> descriptors, Units units) {
        this.descriptors = List.copyOf(descriptors);
        this.units = units;
        int n = units.count();
        spacing = new double[descriptors.size()][];
        dimension = new double[spacing.length];
        score = new double[n];
        realRatio = new double[n];
        photo = new int[n];
        image = new int[n];
        descriptor = new int[n];
        distance = new double[n];
        Arrays.fill(score, Double.POSITIVE_INFINITY);
        Arrays.fill(realRatio, 1);
        Arrays.fill(photo, -1);
        for (int d = 0; d < spacing.length; d++) {
            spacing[d] = new double[descriptors.get(d).photos()];
            measureSpacing(d);
            measureScores(d);
        }
    }

    private void measureSpacing(int d) {
        PhotoDistances distances = descriptors.get(d);
        double[] ratios = new double[units.count()];
        Arrays.fill(ratios, 1);
        int most = distances.photos() - 1;
        NeighbourTable others = distances.photosOfPhotos(Math.min(FIRST_NEIGHBOURS, most));
        NeighbourTable all = null;
        for (int i = 0; i < distances.photos(); i++) {
            if (units.unitOf(i) < 0) {
                continue;
            }
            double[] two = nearestUnits(others, i);
            if (Double.isInfinite(two[1]) && others.k() < most) {
                all = all == null ? distances.photosOfPhotos(most) : all;
                two = nearestUnits(all, i);
            }
            spacing[d][i] = two[0];
            int unit = units.unitOf(i);
            ratios[unit] = Math.min(ratios[unit], ratio(two[0], two[1]));
        }
        dimension[d] = RealSpacing.of(ratios, 1).dimension();
        for (int u = 0; u < ratios.length; u++) {
            realRatio[u] = Math.min(realRatio[u], commensurate(d, ratios[u]));
        }
    }

    /** The distances to the nearest photo of another unit and to that of a third. */
    private double[] nearestUnits(NeighbourTable others, int i) {
        double first = Double.POSITIVE_INFINITY;
        int firstUnit = -1;
        for (int k = 0; k < others.k(); k++) {
            int unit = units.unitOf(others.index(i, k));
            if (unit < 0 || unit == units.unitOf(i) || unit == firstUnit) {
                continue;
            }
            if (firstUnit >= 0) {
                return new double[] {first, others.distance(i, k)};
            }
            first = others.distance(i, k);
            firstUnit = unit;
        }
        return new double[] {first, Double.POSITIVE_INFINITY};
    }

    private void measureScores(int d) {
        NeighbourTable nearest = descriptors.get(d).imagesOfPhotos();
        for (int i = 0; i < nearest.rows(); i++) {
            int unit = units.unitOf(i);
            if (unit < 0) {
                continue;
            }
            double ratio = ratio(d, i, nearest.distance(i, 0));
            if (photo[unit] < 0 || ratio < score[unit]) {
                score[unit] = ratio;
                photo[unit] = i;
                image[unit] = nearest.index(i, 0);
                descriptor[unit] = d;
                distance[unit] = nearest.distance(i, 0);
            }
        }
    }

    static double ratio(double near, double far) {
        if (far == 0) {
            return near == 0 ? 1 : Double.POSITIVE_INFINITY;
        }
        return near / far;
    }

    /** One a unit. */
    double[] scores() {
        return score.clone();
    }

    /** What each unit would score if its nearest other unit were an image; in [0, 1]. */
    double[] realRatios() {
        return realRatio.clone();
    }

    /** What a distance to a photo under a descriptor makes of its score. */
    double ratio(int d, int i, double toPhoto) {
        return commensurate(d, ratio(toPhoto, spacing[d][i]));
    }

    private double commensurate(int d, double ratio) {
        return d == 0 ? ratio : StrictMath.pow(ratio, dimension[d] / dimension[0]);
    }

    /** Generated images nearest to each unit, under the first descriptor. */
    int[] votes() {
        int[] votes = new int[units.count()];
        for (int unit : unitOfImage()) {
            votes[unit]++;
        }
        return votes;
    }

    /** For each generated image the unit nearest to it, under the first descriptor. */
    int[] unitOfImage() {
        int[] kept = IntStream.range(0, descriptors.get(0).photos())
                .filter(i -> units.unitOf(i) >= 0)
                .toArray();
        NeighbourTable nearest = descriptors.get(0).photosOfImages(kept, 1);
        return IntStream.range(0, nearest.rows())
                .map(g -> units.unitOf(nearest.index(g, 0)))
                .toArray();
    }

    /** The unit's photo that its score is of. */
    int photo(int unit) {
        return photo[unit];
    }

    /** The generated image nearest to that photo. */
    int image(int unit) {
        return image[unit];
    }

    /** How far they are from each other, under {@link #descriptor}. */
    double distance(int unit) {
        return distance[unit];
    }

    /** The descriptor that decided. */
    String descriptor(int unit) {
        return descriptors.get(descriptor[unit]).descriptor();
    }
}
