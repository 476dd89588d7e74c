package dev.flawsmith.training.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.procedural.SceneGenerator;
import dev.flawsmith.image.PixelImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PairSourceTest {
    @Test
    void aBatchIsAFunctionOfItsStepAlone() {
        PairSource forward = new PairSource(ToyRun.CONFIG, 16);
        assertEquals(8, forward.stepsPerPool());
        float[] third = null;
        for (long step = 0; step < 10; step++) {
            float[] batch = forward.at(step);
            third = step == 3 ? batch : third;
        }
        assertArrayEquals(third, new PairSource(ToyRun.CONFIG, 16).at(3));
        assertFalse(Arrays.equals(third, forward.at(4)));
        assertFalse(Arrays.equals(third, new PairSource(ToyRun.CONFIG.withSeed(8), 16).at(3)));
    }

    @Test
    void viewsLieInTheNetworksRange() {
        float[] batch = new PairSource(ToyRun.CONFIG, 16).at(0);
        assertEquals(2 * 8 * 256, batch.length);
        for (float value : batch) {
            assertTrue(value >= -1 && value <= 1, "found " + value);
        }
    }

    @Test
    void aViewResemblesItsOwnSceneMoreThanItsNeighbours() {
        // Where geometry left a view alone it correlates highly with its other view, and hardly ever with a
        // neighbour's.
        int own = 0;
        int neighbours = 0;
        PairSource source = new PairSource(ToyRun.CONFIG, 16);
        for (long step = 0; step < 24; step++) {
            float[] batch = source.at(step);
            for (int i = 0; i < 8; i++) {
                own += Math.abs(correlation(batch, i, 8 + i)) > 0.7 ? 1 : 0;
                neighbours += Math.abs(correlation(batch, i, 8 + (i ^ 1))) > 0.7 ? 1 : 0;
            }
        }
        assertTrue(own > 10 && own > 1.5 * neighbours, own + " own and " + neighbours + " neighbours");
    }

    @Test
    void disguisesAreDeterminedByTheirGenerator() {
        PixelImage scene = new SceneGenerator().neighbours(1, 40).get(0);
        PixelImage other = new SceneGenerator().neighbours(2, 40).get(0);
        Disguise disguise = new Disguise(32);
        for (int seed = 0; seed < 40; seed++) {
            float[] view = disguise.strong(scene, other, new SplittableRandom(seed));
            assertArrayEquals(view, disguise.strong(scene, other, new SplittableRandom(seed)));
            for (float level : view) {
                assertTrue(level >= 0 && level <= 255, "found " + level);
            }
        }
    }

    private static double correlation(float[] batch, int a, int b) {
        double sumA = 0;
        double sumB = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int p = 0; p < 256; p++) {
            double x = batch[a * 256 + p];
            double y = batch[b * 256 + p];
            sumA += x;
            sumB += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }
        double covariance = ab - sumA * sumB / 256;
        return covariance / Math.sqrt((aa - sumA * sumA / 256) * (bb - sumB * sumB / 256) + 1e-9);
    }
}
