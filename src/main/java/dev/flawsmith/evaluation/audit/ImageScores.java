package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.CopyScore;
import dev.flawsmith.memorization.NeighbourTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Per image, for display and for the guard: Carlini's ratio to the train photos, the smallest over the descriptors, and
 * its conformal p among the ratios of one holdout photo a unit, {@code (1 + #{holdout <= s}) / (n + 1)} (Vovk, Gammerman
 * and Shafer 2005).
 */
final class ImageScores {
    private ImageScores() {}

    /**
     * An image's score.
     *
     * @param ratio in [0, 1]
     * @param distance to the train photo nearest under the descriptor that decided
     * @param nearest that photo
     * @param descriptor that descriptor
     * @param conformalP in [1 / (n + 1), 1]
     */
    record Score(double ratio, double distance, int nearest, String descriptor, double conformalP) {}

    /** Of every generated image, and the sorted ratios of the holdout photos. */
    record Scores(List<Score> images, List<Double> holdout) {}

    static Scores of(List<PhotoDistances> descriptors, int[] train, int[] holdout) {
        int k = Math.min(CopyScore.NEIGHBOURS, train.length);
        int m = descriptors.get(0).images();
        List<Score> best = new ArrayList<>();
        double[] heldOut = new double[holdout.length];
        Arrays.fill(heldOut, 1);
        for (PhotoDistances distances : descriptors) {
            NeighbourTable images = distances.photosOfImages(train, k);
            for (int g = 0; g < m; g++) {
                Score score = new Score(
                        images.ratio(g), images.distance(g, 0), images.index(g, 0), distances.descriptor(), 1);
                if (best.size() <= g) {
                    best.add(score);
                } else if (score.ratio() < best.get(g).ratio()) {
                    best.set(g, score);
                }
            }
            NeighbourTable photos = distances.photosOfPhotos(holdout, train, k);
            for (int h = 0; h < heldOut.length; h++) {
                heldOut[h] = Math.min(heldOut[h], photos.ratio(h));
            }
        }
        Arrays.sort(heldOut);
        List<Score> scores = best.stream()
                .map(s -> new Score(s.ratio(), s.distance(), s.nearest(), s.descriptor(), p(s.ratio(), heldOut)))
                .toList();
        return new Scores(scores, Arrays.stream(heldOut).boxed().toList());
    }

    private static double p(double ratio, double[] sorted) {
        long atMost = Arrays.stream(sorted).takeWhile(h -> h <= ratio).count();
        return (1.0 + atMost) / (sorted.length + 1);
    }
}
