package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;
import java.util.Arrays;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Figures that other tools report, for comparison with theirs. They confuse low diversity with copying, and no verdict
 * rests on them. They are of all photos, near-duplicates included, under the first descriptor.
 *
 * @param ctZ Z of generated-to-train against holdout-to-train distances, with a continuity correction of 0.5 (Meehan,
 *     Chaudhuri and Dasgupta 2020, one cell); below 0 reads as copying
 * @param dcrShare generated images nearer to train than to holdout, ties half, in [0, 1]
 * @param nndrMedian median of distance to the nearest over that to the second nearest train photo, in [0, 1]
 * @param authenticShare generated images farther from their nearest train photo than that is from its own nearest other
 *     train photo (Alaa et al. 2022), in [0, 1]
 */
public record LegacyFigures(double ctZ, double dcrShare, double nndrMedian, double authenticShare) {
    private static final double CONTINUITY = 0.5;

    /** Computes them; at least two train photos, one holdout photo. */
    static LegacyFigures of(PhotoDistances distances, int[] train, int[] holdout) {
        NeighbourTable toTrain = distances.photosOfImages(train, 2);
        double[] toHoldout = distances.photosOfImages(holdout, 1).nearest();
        double[] generated = toTrain.nearest();
        double[] heldOut = distances.photosOfPhotos(holdout, train, 1).nearest();
        double[] withinTrain = new double[distances.photos()];
        double[] others = distances.photosOfPhotos(train, train, 1).nearest();
        for (int i = 0; i < train.length; i++) {
            withinTrain[train[i]] = others[i];
        }
        double nearer = 0;
        int authentic = 0;
        double[] nndr = new double[generated.length];
        for (int g = 0; g < generated.length; g++) {
            nearer += generated[g] < toHoldout[g] ? 1 : generated[g] == toHoldout[g] ? 0.5 : 0;
            authentic += generated[g] > withinTrain[toTrain.index(g, 0)] ? 1 : 0;
            double second = toTrain.distance(g, 1);
            nndr[g] = second == 0 ? 1 : generated[g] / second;
        }
        return new LegacyFigures(
                ctZ(generated, heldOut),
                nearer / generated.length,
                median(nndr),
                (double) authentic / generated.length);
    }

    /** {@code (U - (nm/2 - 0.5)) / sqrt(nm (n + m + 1) / 12)}, U counting pairs with the generated one farther. */
    static double ctZ(double[] generated, double[] heldOut) {
        double u = MannWhitneyUTest.withDefaults().statistic(generated, heldOut);
        double pairs = (double) generated.length * heldOut.length;
        double deviation = Math.sqrt(pairs * (generated.length + heldOut.length + 1) / 12);
        return (u - (pairs / 2 - CONTINUITY)) / deviation;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
