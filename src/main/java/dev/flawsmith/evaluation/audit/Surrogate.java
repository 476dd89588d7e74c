package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws from a Gaussian with each class's sample mean and covariance, without forming the covariance: the mean plus
 * {@code sum of e_i (x_i - mean) / sqrt(n - 1)}, e standard normal. Train and holdout enter alike.
 */
final class Surrogate {
    private static final double SHRINKAGE = 0.7;
    private static final int MODES = 5;
    private static final double AROUND_MODE = 0.2;

    private final float[][] rows;
    private final int[][] members;
    private final double[][] means;

    /**
     * @param rows photos as vectors
     * @param stratum the class of each
     */
    Surrogate(float[][] rows, int[] stratum) {
        this.rows = rows;
        int classes = Arrays.stream(stratum).max().orElse(0) + 1;
        members = IntStream.range(0, classes)
                .mapToObj(c -> IntStream.range(0, stratum.length)
                        .filter(i -> stratum[i] == c)
                        .toArray())
                .toArray(int[][]::new);
        means = new double[classes][rows[0].length];
        for (int c = 0; c < classes; c++) {
            for (int i : members[c]) {
                for (int j = 0; j < means[c].length; j++) {
                    means[c][j] += rows[i][j] / (double) members[c].length;
                }
            }
        }
    }

    /** Images as vectors, {@code [count][columns]}; classes as often as among the photos. */
    float[][] draw(SurrogateKind kind, int count, long seed) {
        if (kind == SurrogateKind.BLURRED) {
            throw new FeatureException("generators: expected good, shrunk or modes for feature arrays, found blurred");
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] centreClass =
                IntStream.range(0, MODES).map(i -> someClass(random)).toArray();
        double[][] centres = IntStream.range(0, MODES)
                .mapToObj(i -> deviation(centreClass[i], random))
                .toArray(double[][]::new);
        SplittableRandom[] chance =
                IntStream.range(0, count).mapToObj(g -> random.split()).toArray(SplittableRandom[]::new);
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(g -> {
                    int mode = g % MODES;
                    int c = kind == SurrogateKind.MODES ? centreClass[mode] : someClass(chance[g]);
                    double[] deviation = deviation(c, chance[g]);
                    float[] row = new float[deviation.length];
                    for (int j = 0; j < row.length; j++) {
                        double by = switch (kind) {
                            case SHRUNK -> SHRINKAGE * deviation[j];
                            case MODES -> centres[mode][j] + AROUND_MODE * deviation[j];
                            case GOOD, BLURRED -> deviation[j];
                        };
                        row[j] = (float) (means[c][j] + by);
                    }
                    return row;
                })
                .toArray(float[][]::new);
    }

    private int someClass(SplittableRandom random) {
        int photo = random.nextInt(rows.length);
        for (int c = 0; c < members.length; c++) {
            photo -= members[c].length;
            if (photo < 0) {
                return c;
            }
        }
        return members.length - 1;
    }

    private double[] deviation(int c, SplittableRandom random) {
        double[] deviation = new double[rows[0].length];
        double scale = 1 / Math.sqrt(Math.max(1, members[c].length - 1));
        double weights = 0;
        for (int i : members[c]) {
            double weight = scale * random.nextGaussian();
            weights += weight;
            float[] row = rows[i];
            for (int j = 0; j < deviation.length; j++) {
                deviation[j] += weight * row[j];
            }
        }
        for (int j = 0; j < deviation.length; j++) {
            deviation[j] -= weights * means[c][j];
        }
        return deviation;
    }
}
