package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SceneGeneratorTest {
    private final SceneGenerator generator = new SceneGenerator();

    @Test
    void aSeedIsAPairOfScenes() {
        List<PixelImage> pair = generator.neighbours(5, 48);
        assertEquals(2, pair.size());
        assertEquals(pair, generator.neighbours(5, 48));
        assertNotEquals(pair.get(0), pair.get(1));
        assertEquals(48, pair.get(0).width());
        assertEquals(48, pair.get(1).height());
    }

    @Test
    void scenesDifferWidely() {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        Set<PixelImage> different = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            for (PixelImage scene : generator.neighbours(seed, 32)) {
                different.add(scene);
                double[] moments = moments(scene);
                means.add(moments[0]);
                deviations.add(moments[1]);
            }
        }
        assertEquals(120, different.size());
        means.sort(null);
        deviations.sort(null);
        assertTrue(means.get(108) - means.get(12) > 80, "means from " + means.get(12) + " to " + means.get(108));
        assertTrue(
                deviations.get(108) > 3 * deviations.get(12),
                "deviations from " + deviations.get(12) + " to " + deviations.get(108));
        assertTrue(deviations.get(0) > 0.5, "expected no flat scene, found " + deviations.get(0));
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> generator.neighbours(1, 15));
        assertThrows(IllegalArgumentException.class, () -> generator.neighbours(1, 513));
    }

    private static double[] moments(PixelImage image) {
        double sum = 0;
        double squares = 0;
        byte[] samples = image.samples();
        for (byte sample : samples) {
            sum += sample & 0xff;
            squares += (sample & 0xff) * (sample & 0xff);
        }
        double mean = sum / samples.length;
        return new double[] {mean, Math.sqrt(Math.max(0, squares / samples.length - mean * mean))};
    }
}
