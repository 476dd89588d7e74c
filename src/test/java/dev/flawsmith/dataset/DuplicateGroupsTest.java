package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicateGroupsTest {
    private static List<List<Integer>> groups(List<PixelImage> images) {
        return DuplicateGroups.find(images, DuplicateGroups.DEFAULT_CORRELATION).groups();
    }

    /** The flip or turn of that number, written without the class under test. */
    private static PixelImage turned(PixelImage image, int symmetry) {
        int last = image.width() - 1;
        return TestPhotos.grey(image.width(), (y, x) -> switch (symmetry) {
            case 0 -> image.sample(y, x, 0);
            case 1 -> image.sample(y, last - x, 0);
            case 2 -> image.sample(last - y, x, 0);
            case 3 -> image.sample(last - y, last - x, 0);
            case 4 -> image.sample(x, y, 0);
            case 5 -> image.sample(x, last - y, 0);
            case 6 -> image.sample(last - x, y, 0);
            default -> image.sample(last - x, last - y, 0);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void findsEveryFlipAndTurnInOtherLightAtAnotherSize(int symmetry) {
        PixelImage scene = TestPhotos.scene(48, 3);
        PixelImage copy = AreaResize.resize(turned(scene, symmetry), 80, 80);
        PixelImage darker = TestPhotos.grey(80, (y, x) -> copy.sample(y, x, 0) / 2 + 20);
        assertEquals(List.of(List.of(0, 2), List.of(1)), groups(List.of(scene, TestPhotos.scene(48, 4), darker)));
    }

    @Test
    void whatOneGroupConnectsIsTogether() {
        // Mixtures of two scenes at 0, 10 and 20 degrees: neighbours correlate by .985, the ends by .94.
        PixelImage a = TestPhotos.scene(32, 1);
        PixelImage b = TestPhotos.scene(32, 2);
        List<PixelImage> chain = new ArrayList<>();
        for (double degrees : new double[] {0, 20, 10}) {
            double cos = Math.cos(Math.toRadians(degrees));
            double sin = Math.sin(Math.toRadians(degrees));
            chain.add(TestPhotos.grey(32, (y, x) ->
                    (int) (128 + 0.6 * (cos * (a.sample(y, x, 0) - 128) + sin * (b.sample(y, x, 0) - 128)))));
        }
        assertEquals(List.of(List.of(0), List.of(1)), groups(chain.subList(0, 2)));
        assertEquals(List.of(List.of(0, 1, 2)), groups(chain));
    }

    @Test
    void blankPhotosAreOneGroupAndMatchNothingElse() {
        assertEquals(
                List.of(List.of(0, 2), List.of(1)),
                groups(List.of(TestPhotos.flat(32, 100), TestPhotos.scene(32, 1), TestPhotos.flat(64, 101))));
    }

    /** The definition: all correlations of all pairs in float64, no bound, no symmetry used. */
    @Test
    void agreesWithTheNaiveWayOnNoisyCopies() {
        Random random = new Random(11);
        List<PixelImage> images = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            PixelImage scene = turned(TestPhotos.scene(32, i % 12), random.nextInt(8));
            double noise = 60 * random.nextDouble();
            images.add(TestPhotos.grey(32, (y, x) -> (int) (scene.sample(y, x, 0) + noise * random.nextGaussian())));
        }
        UnionFind sets = new UnionFind(60);
        int pairs = 0;
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < i; j++) {
                int first = i;
                int second = j;
                double best = IntStream.range(0, 8)
                        .mapToDouble(symmetry -> correlation(turned(images.get(first), symmetry), images.get(second)))
                        .max()
                        .orElseThrow();
                assertTrue(Math.abs(best - 0.9) > 1e-5, "no pair of this seed lies on the threshold");
                if (best > 0.9) {
                    sets.union(i, j);
                    pairs++;
                }
            }
        }
        assertTrue(pairs > 20 && pairs < 140, pairs + " pairs");
        for (List<Integer> group : DuplicateGroups.find(images, 0.9).groups()) {
            for (int i = 0; i < 60; i++) {
                assertEquals(sets.find(i) == group.get(0), group.contains(i));
            }
        }
    }

    private static double correlation(PixelImage a, PixelImage b) {
        double[] sums = new double[5];
        for (int i = 0; i < 32 * 32; i++) {
            double x = Colour.toGrey(a).sample(i / 32, i % 32, 0);
            double y = b.sample(i / 32, i % 32, 0);
            double[] terms = {x, y, x * x, y * y, x * y};
            for (int k = 0; k < 5; k++) {
                sums[k] += terms[k] / (32 * 32);
            }
        }
        return (sums[4] - sums[0] * sums[1]) / Math.sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
    }

    @Test
    void refusesThresholdsThatAreNoCorrelation() {
        for (double wrong : new double[] {0, 1, -0.5, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> DuplicateGroups.find(List.of(), wrong));
        }
    }
}
