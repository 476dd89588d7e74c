package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureRows;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Gaussian photos and generators of them. */
final class ToySets {
    static final int DIMENSION = 16;

    private final SplittableRandom random;
    final List<float[]> photos = new ArrayList<>();
    final List<float[]> images = new ArrayList<>();
    private final int train;
    private final int holdout;

    ToySets(long seed, int train, int holdout) {
        random = new SplittableRandom(seed);
        this.train = train;
        this.holdout = holdout;
        for (int i = 0; i < train + holdout; i++) {
            photos.add(gaussian(1));
        }
    }

    /** Images of the photos' own law, at this spread. */
    ToySets gaussians(int count, double spread) {
        for (int g = 0; g < count; g++) {
            images.add(gaussian(spread));
        }
        return this;
    }

    /** Images around five points of the law. */
    ToySets modes(int count, double spread) {
        List<float[]> centres = IntStream.range(0, 5).mapToObj(i -> gaussian(1)).toList();
        for (int g = 0; g < count; g++) {
            images.add(sum(centres.get(g % 5), gaussian(spread)));
        }
        return this;
    }

    /** Images around train photos, each its own: a kernel density. */
    ToySets aroundTrain(int count, double bandwidth) {
        for (int g = 0; g < count; g++) {
            images.add(sum(photos.get(random.nextInt(train)), gaussian(bandwidth)));
        }
        return this;
    }

    /** The first images become copies of the first train photos. */
    ToySets copies(int count, double noise) {
        for (int c = 0; c < count; c++) {
            images.set(c, sum(photos.get(c), gaussian(noise)));
        }
        return this;
    }

    AuditInput input() {
        FeatureDistances distances = new FeatureDistances(rows("photos", photos), rows("images", images));
        List<RealPhoto> pool = IntStream.range(0, train + holdout)
                .mapToObj(i -> new RealPhoto(Integer.toString(i), i % 2 == 0 ? "even" : "odd", i < train))
                .toList();
        return new AuditInput(
                pool,
                IntStream.range(0, images.size()).mapToObj(Integer::toString).toList(),
                List.of(distances),
                NearDuplicates.find(distances, List.of()));
    }

    /** The lists and the test alone, without power and figures. */
    Detection detection(AuditSettings settings) {
        AuditInput input = input();
        Units units = Units.of(input.photos(), input.duplicates());
        PhotoScores scores = new PhotoScores(input.descriptors(), units);
        Evidence evidence = new Evidence(
                scores.scores(), scores.votes(), units.stratum(), RealSpacing.of(scores.realRatios(), images.size()));
        return Detection.of(evidence, units.train(), settings, settings.seed());
    }

    static FeatureRows rows(String name, List<float[]> rows) {
        return FeatureRows.of(name, rows.toArray(float[][]::new));
    }

    private float[] gaussian(double spread) {
        float[] row = new float[DIMENSION];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (spread * random.nextGaussian());
        }
        return row;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
