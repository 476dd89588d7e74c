package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyScoreTest {
    private final PixelDescriptor descriptor = new PixelDescriptor();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 49, 50, 51, 90})
    void isTheSmallestRatioOverTheEightSymmetries(int photos) {
        float[][] train = train(photos);
        for (long seed = 1000; seed < 1005; seed++) {
            PixelImage image = RandomTexture.of(seed);
            CopyScore score = score(image, train);

            double smallest = Double.POSITIVE_INFINITY;
            double nearest = Double.POSITIVE_INFINITY;
            for (ImageSymmetry symmetry : ImageSymmetry.values()) {
                double[] distances = distances(descriptor.describe(symmetry.apply(image)), train);
                nearest = Math.min(nearest, Arrays.stream(distances).min().orElseThrow());
                double[] sorted = Arrays.stream(distances).sorted().limit(50).toArray();
                smallest = Math.min(
                        smallest, sorted[0] / Arrays.stream(sorted).average().orElseThrow());
            }
            assertEquals(smallest, score.score(), 1e-12, "seed " + seed);
            assertEquals(nearest, score.distance(), 1e-12, "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExactCopyScoresZeroHoweverItIsTurned(ImageSymmetry symmetry) {
        float[][] train = train(20);

        assertEquals(new CopyScore(0, 0, 13), score(symmetry.apply(RandomTexture.of(13)), train));
    }

    @Test
    void aDuplicateInTheTrainingSetHidesNoCopy() {
        float[][] train = train(60);
        float[][] withDuplicates = Arrays.copyOf(train, 63);
        Arrays.fill(withDuplicates, 60, 63, train[7]);
        PixelImage copy = RandomTexture.changed(RandomTexture.of(7), 1, 0, 5, 99);
        double alone = score(copy, train).score();

        assertEquals(0, score(RandomTexture.of(7), withDuplicates).score());
        assertTrue(alone < 0.1, "found " + alone);
        assertEquals(alone, score(copy, withDuplicates).score(), 0.1 * alone);
    }

    @Test
    void namesTheLowerOfTwoEqualPhotos() {
        float[][] train = train(10);
        train[2] = train[8];

        assertEquals(2, score(RandomTexture.of(8), train).nearest());
    }

    @Test
    void onlyCopiesInTheTrainingSetScoreZeroNotNaN() {
        float[] photo = descriptor.describe(RandomTexture.of(1));

        assertEquals(new CopyScore(0, 0, 0), score(RandomTexture.of(1), new float[][] {photo, photo, photo}));
    }

    @Test
    void needsTwoTrainingPhotos() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> score(RandomTexture.of(1), train(1)));

        assertEquals("expected at least 2 training photos, found 1", refused.getMessage());
    }

    @Test
    void cannotBeOutOfRange() {
        for (CopyScoreArguments wrong : List.of(
                new CopyScoreArguments(-0.1, 1, 0),
                new CopyScoreArguments(1.1, 1, 0),
                new CopyScoreArguments(Double.NaN, 1, 0),
                new CopyScoreArguments(0.5, -1, 0),
                new CopyScoreArguments(0.5, Double.NaN, 0),
                new CopyScoreArguments(0.5, Double.POSITIVE_INFINITY, 0),
                new CopyScoreArguments(0.5, 1, -1))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new CopyScore(wrong.score(), wrong.distance(), wrong.nearest()),
                    wrong.toString());
        }
    }

    private record CopyScoreArguments(double score, double distance, int nearest) {}

    private CopyScore score(PixelImage image, float[][] train) {
        return CopyScore.of(descriptor.describeSymmetries(image), List.of(new NearestNeighbours(train)));
    }

    private float[][] train(int photos) {
        return LongStream.range(0, photos)
                .mapToObj(seed -> descriptor.describe(RandomTexture.of(seed)))
                .toArray(float[][]::new);
    }

    private static double[] distances(float[] query, float[][] train) {
        return Arrays.stream(train)
                .mapToDouble(row -> {
                    double squares = 0;
                    for (int i = 0; i < row.length; i++) {
                        squares += Math.pow((double) query[i] - row[i], 2);
                    }
                    return Math.sqrt(squares);
                })
                .toArray();
    }
}
