package dev.flawsmith.evaluation.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

final class PixelStatisticsTest {
    private static final int SIDE = 64;
    private static final int ATTRIBUTES = Attribute.values().length;

    private static PixelImage grey(IntBinaryOperator valueAtRowColumn) {
        byte[] samples = new byte[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, valueAtRowColumn.applyAsInt(i / SIDE, i % SIDE)));
        }
        return new PixelImage(SIDE, SIDE, 1, samples);
    }

    private static PixelImage noise(double mean, double deviation, long seed) {
        Random random = new Random(seed);
        return grey((y, x) -> (int) Math.round(mean + deviation * random.nextGaussian()));
    }

    private static float[] measured(PixelImage image) {
        return new PixelStatistics(SIDE).encode(List.of(image))[0];
    }

    @Test
    void whiteNoiseHasItsVarianceAtEveryFrequency() {
        double[] mean = new double[16];
        int images = 40;
        for (int i = 0; i < images; i++) {
            float[] feature = measured(noise(128, 10, i));
            assertEquals(ATTRIBUTES + 16, feature.length);
            for (int band = 0; band < 16; band++) {
                mean[band] += feature[ATTRIBUTES + band] / images;
            }
        }
        for (int band = 1; band < 16; band++) { // the first ring has few frequencies, and the mean's leak
            assertEquals(100, mean[band], 15, "band " + band);
        }
    }

    @Test
    void noRingIsEmptyAtAnySide() {
        for (int side = PixelStatistics.SMALLEST_SIDE; side < 90; side++) {
            PixelStatistics statistics = new PixelStatistics(side);
            float[] feature = statistics.encode(List.of(noise(128, 10, side)))[0];
            assertEquals(statistics.dimension(), feature.length);
            for (float value : feature) {
                assertTrue(Float.isFinite(value), "side " + side + ": " + Arrays.toString(feature));
            }
        }
    }

    @Test
    void aWaveStandsInTheRingOfItsFrequency() {
        // 12 cycles across and 9 down in 64 pixels: 15 / 64 cycles a pixel, ring 7 of 16
        float[] feature =
                measured(grey((y, x) -> (int) Math.round(128 + 50 * Math.sin(2 * Math.PI * (12 * x + 9 * y) / SIDE))));
        double total = 0;
        for (int band = 0; band < 16; band++) {
            total += feature[ATTRIBUTES + band];
        }
        assertTrue(feature[ATTRIBUTES + 7] > 0.9 * total, "ring 7 has " + feature[ATTRIBUTES + 7] + " of " + total);
    }

    @Test
    void attributesAreWhatWasDrawn() {
        float[] half = measured(grey((y, x) -> x % 2 == 0 ? 100 : 140));
        assertEquals(120, half[Attribute.BRIGHTNESS.column()], 1e-4);
        assertEquals(20, half[Attribute.CONTRAST.column()], 1e-4);
        assertEquals(0, half[Attribute.SATURATION.column()]);
        float[] vertical = measured(grey((y, x) -> 128 + (int) (60 * Math.sin(x / 3.0))));
        assertEquals(90, vertical[Attribute.ORIENTATION.column()], 1e-3);
        assertEquals(1, vertical[Attribute.COHERENCE.column()], 1e-6);
        float[] burnt = measured(grey((y, x) -> y < 16 ? 255 : y < 24 ? 0 : 90));
        assertEquals(24 / 64.0, burnt[Attribute.SATURATION.column()], 1e-6);
        float[] flat = measured(grey((y, x) -> 77));
        assertEquals(0, flat[Attribute.CONTRAST.column()]);
        assertEquals(0, flat[Attribute.DEFECT_AREA.column()]);
        assertEquals(0, flat[ATTRIBUTES + 3], 1e-9);
    }

    @Test
    void theDefectsAreaIsFoundWithoutALabelAndWhateverTheBrightness() {
        PixelImage texture = noise(120, 4, 1);
        double background = measured(texture)[Attribute.DEFECT_AREA.column()];
        assertTrue(background < 0.01, "found " + background);
        for (int brighter : new int[] {-60, 0, 60}) {
            PixelImage marked = grey((y, x) -> {
                boolean scratch = x >= 20 && x < 24 && y >= 10 && y < 50; // 160 of 4096 pixels
                return texture.sample(y, x, 0) + brighter + (scratch ? 50 : 0);
            });
            double area = measured(marked)[Attribute.DEFECT_AREA.column()];
            assertEquals(160 / 4096.0 + background, area, 0.008);
        }
    }

    @Test
    void colourAndSizeAreBroughtToOneForm() {
        byte[] rgb = new byte[128 * 200 * 3];
        Arrays.fill(rgb, (byte) 90);
        float[] feature = measured(new PixelImage(200, 128, 3, rgb));
        assertEquals(90, feature[Attribute.BRIGHTNESS.column()]);
    }

    private static FeatureRows rows(String name, int images, double mean, double deviation) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            rows.add(measured(noise(mean + i, deviation, name.hashCode() + i)));
        }
        return FeatureRows.of(name, rows.toArray(float[][]::new));
    }

    @Test
    void aComparisonShowsWhatDiffersAndOnlyThat() {
        PixelComparison found = PixelComparison.of("p", rows("a", 30, 90, 8), rows("b", 20, 190, 16));
        AttributeComparison brightness =
                Objects.requireNonNull(found.attributes().get("brightness"));
        assertEquals(1, brightness.ks());
        assertTrue(brightness.p() < 1e-6);
        assertEquals(104.5, brightness.realMean(), 0.3);
        assertEquals(199.5, brightness.syntheticMean(), 0.5);
        assertEquals(30, brightness.nReal());
        assertTrue(Objects.requireNonNull(found.attributes().get("coherence")).p() > 1e-3);
        assertNull(found.attributes().get("orientation")); // noise has no direction
        assertEquals(6.02, Objects.requireNonNull(found.spectrum().distanceDb()), 0.4); // four times the power
        PixelComparison same = PixelComparison.of("p", rows("a", 30, 90, 8), rows("c", 30, 90, 8));
        assertTrue(Objects.requireNonNull(same.attributes().get("brightness")).p() > 0.5);
        assertTrue(Objects.requireNonNull(same.spectrum().distanceDb()) < 0.4);
        assertEquals(0.5, same.spectrum().upTo().get(15));
    }

    @Test
    void constantImagesHaveNoSpectrumAndAreCounted() {
        FeatureRows flat = FeatureRows.of(
                "flat",
                new float[][] {measured(grey((y, x) -> 0)), measured(grey((y, x) -> 255)), measured(noise(128, 5, 1))});
        FeatureRows none = flat.select(new int[] {0, 1});
        PixelComparison found = PixelComparison.of("p", flat, none);
        assertEquals(2, found.constantReal());
        assertEquals(2, found.constantSynthetic());
        assertNull(found.spectrum().distanceDb());
        assertNotNull(found.attributes().get("brightness"));
    }
}
