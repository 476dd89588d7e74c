package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskRegionTest {
    @Test
    void keepsEveryPieceHoweverSmall() {
        List<MaskRegion> regions = MaskRegion.of(TestDataset.BY_HAND);

        List<String> boxes = regions.stream()
                .map(r -> r.x() + "," + r.y() + " " + r.width() + "x" + r.height() + " " + r.area())
                .toList();
        // the corner, the outer ring, the ring within it, the diagonal, the other corner
        assertEquals(List.of("0,0 1x1 1", "2,1 7x7 24", "4,3 3x3 8", "1,9 3x3 4", "11,11 1x1 1"), boxes);
    }

    @Test
    void knowsNoPixelsBeyondTheEdges() {
        MaskRegion region = MaskRegion.of(TestDataset.mask("##", "##")).get(0);

        assertFalse(region.contains(-1, 0));
        assertFalse(region.contains(2, 0));
        assertFalse(region.contains(0, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsThePiecesThatSpreadingFinds(long seed) {
        PixelImage mask = Rasters.noise(seed, 17, 13);

        List<BitSet> found = MaskRegion.of(mask).stream()
                .map(region -> Rasters.of(region, 17, 13))
                .toList();

        assertEquals(spread(Rasters.of(mask), 17, 13), found, "seed " + seed);
    }

    /** Grows each piece by its neighbours until it grows no more. */
    private static List<BitSet> spread(BitSet left, int width, int height) {
        List<BitSet> pieces = new ArrayList<>();
        while (!left.isEmpty()) {
            BitSet piece = new BitSet();
            piece.set(left.nextSetBit(0));
            int size = 0;
            while (piece.cardinality() > size) {
                size = piece.cardinality();
                for (int p = 0; p < width * height; p++) {
                    for (int q = 0; q < width * height; q++) {
                        boolean near = Math.abs(p % width - q % width) <= 1 && Math.abs(p / width - q / width) <= 1;
                        if (near && piece.get(p) && left.get(q)) {
                            piece.set(q);
                        }
                    }
                }
            }
            left.andNot(piece);
            pieces.add(piece);
        }
        return pieces;
    }
}
