package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The Fréchet distance at an endless number of images, FD∞ (Chong and Forsyth 2020, section 3.2): distances of random
 * subsets at {@value #SIZES} sizes, a line through them over {@code 1 / size}, its value at 0. Unlike there, where the
 * real statistics stay fixed, both sets are thinned alike, since here the real set is small too.
 *
 * <p>The line is a first-order expansion: with fewer images than dimensions it bends, and then it is not to be trusted.
 * {@code rSquared} says how straight it was, {@code smallest} how small the smaller set became.
 *
 * @param value at an endless number of images; may come out slightly below 0
 * @param slope the part of the distance at full size that is owed to finite size
 * @param rSquared of the line, at most 1; null where all distances are equal
 * @param smallest rows of the smaller set at the smallest size
 * @param shares the sizes, as shares of both sets
 * @param distances the distance at each size, a mean of {@code draws}
 * @param draws subsets a size
 */
public record FrechetExtrapolation(
        double value,
        double slope,
        @Nullable Double rSquared,
        int smallest,
        List<Double> shares,
        List<Double> distances,
        int draws) {
    /** The fewest rows a set must have. */
    public static final int FEWEST = 20;

    private static final int SIZES = 15;
    private static final double SMALLEST_SHARE = 0.3;

    public FrechetExtrapolation {
        shares = List.copyOf(shares);
        distances = List.copyOf(distances);
    }

    /**
     * Of two sets.
     *
     * @param draws subsets a size, at least 1
     * @throws FeatureException if a set has fewer than {@value #FEWEST} rows, or as {@link FrechetDistance}
     */
    public static FrechetExtrapolation of(FeatureRows reference, FeatureRows synthetic, int draws, long seed) {
        int fewest = Math.min(reference.rows(), synthetic.rows());
        if (fewest < FEWEST) {
            throw new FeatureException(
                    "expected at least " + FEWEST + " rows in each set to extrapolate from, found " + fewest);
        }
        if (draws < 1) {
            throw new FeatureException("expected at least 1 subset a size, found " + draws);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> shares = new ArrayList<>();
        List<Double> distances = new ArrayList<>();
        for (int i = 0; i < SIZES; i++) {
            // evenly spaced in 1 / share, where the line is fitted
            double share = 1 / (1 + (1 / SMALLEST_SHARE - 1) * i / (SIZES - 1.0));
            double sum = 0;
            int some = i == 0 ? 1 : draws; // the whole sets are always the same
            for (int draw = 0; draw < some; draw++) {
                sum += FrechetDistance.between(
                                Subsets.share(reference, share, random), Subsets.share(synthetic, share, random))
                        .value();
            }
            shares.add(share);
            distances.add(sum / some);
        }
        return line(shares, distances, (int) Math.round(SMALLEST_SHARE * fewest), draws);
    }

    private static FrechetExtrapolation line(List<Double> shares, List<Double> distances, int smallest, int draws) {
        double[] x = shares.stream().mapToDouble(share -> 1 / share).toArray();
        double[] y = distances.stream().mapToDouble(distance -> distance).toArray();
        double meanX = Numbers.mean(x);
        double meanY = Numbers.mean(y);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        double slope = xy / xx;
        Double rSquared = yy == 0 ? null : xy * xy / (xx * yy);
        return new FrechetExtrapolation(meanY - slope * meanX, slope, rSquared, smallest, shares, distances, draws);
    }
}
