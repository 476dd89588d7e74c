package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutlineTest {
    @Test
    void givesFourCornersOfOnePixel() {
        Outline outline =
                Outline.of(MaskRegion.of(TestDataset.mask("...", "..#")).get(0));

        assertArrayEquals(new int[] {2, 1, 3, 1, 3, 2, 2, 2}, outline.outer());
        assertFalse(outline.hasHoles());
    }

    @Test
    void keepsDiagonalNeighboursInOneRing() {
        Outline outline = Outline.of(MaskRegion.of(TestDataset.mask("#.", ".#")).get(0));

        assertArrayEquals(new int[] {0, 0, 1, 0, 1, 1, 2, 1, 2, 2, 1, 2, 1, 1, 0, 1}, outline.outer());
    }

    @Test
    void findsAHoleThatOnlyDiagonalsClose() {
        Outline outline =
                Outline.of(MaskRegion.of(TestDataset.mask(".#.", "#.#", ".#.")).get(0));

        assertTrue(outline.hasHoles());
    }

    @Test
    void givesNestedRingsBack() {
        assertGivesBack(TestDataset.BY_HAND, "by hand");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void givesNoiseBackByBothFillingRules(long seed) {
        assertGivesBack(Rasters.noise(seed, 23, 19), "seed " + seed);
    }

    private static void assertGivesBack(PixelImage mask, String message) {
        int width = mask.width();
        int height = mask.height();
        for (MaskRegion region : MaskRegion.of(mask)) {
            Outline outline = Outline.of(region);
            BitSet pixels = Rasters.of(region, width, height);
            double[] joined = Arrays.stream(outline.joined()).asDoubleStream().toArray();
            assertEquals(pixels, Rasters.polygon(joined, Path2D.WIND_EVEN_ODD, width, height), message);
            assertEquals(pixels, Rasters.polygon(joined, Path2D.WIND_NON_ZERO, width, height), message);
            double[] outer = Arrays.stream(outline.outer()).asDoubleStream().toArray();
            BitSet filled = Rasters.polygon(outer, Path2D.WIND_NON_ZERO, width, height);
            assertEquals(!outline.hasHoles(), filled.equals(pixels), message);
        }
    }
}
