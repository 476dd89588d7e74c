package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.guard.JudgeablePart;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ImageShape;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefectShapeTest {
    private static final int SEEDS = 300;

    private static DefectShape shape(int width, int height, int side, long seed) {
        return DefectShape.somewhere(width, height, new ImageShape(1, side, side), seed);
    }

    @ParameterizedTest
    @CsvSource({"64,64,64", "128,100,64", "16,16,16", "24,30,16", "200,33,20", "128,128,128", "9,9,8"})
    void liesWithinThePhotoAndCanBeJudged(int width, int height, int side) {
        int margin = Math.max(1, side / 16);
        for (long seed = 0; seed < SEEDS; seed++) {
            DefectShape shape = shape(width, height, side, seed);
            PixelMask mask = shape.mask(width, height);
            PixelMask.Box box = mask.box();
            assertTrue(
                    box.left() >= margin
                            && box.top() >= margin
                            && box.right() <= width - margin
                            && box.bottom() <= height - margin,
                    "seed " + seed + ": " + box);
            assertTrue(box.width() <= side - 2 * margin && box.height() <= side - 2 * margin, "seed " + seed);
            assertEquals(shape.part(), mask.crop(shape.left(), shape.top(), side, side), "seed " + seed);
            assertEquals(shape.part().area(), mask.area(), "all of it lies in the window, seed " + seed);
            assertEquals(Optional.empty(), JudgeablePart.shortfall(shape.part()), "seed " + seed);
        }
    }

    @Test
    void itsAreaIsWithinTheStatedSharesAndSpreadOverThem() {
        int small = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            double share = shape(64, 64, 64, seed).part().area() / 4096.0;
            // Rasterised: a few pixels of the edge more or less.
            assertTrue(
                    share > 0.95 * DefectShape.LEAST_AREA && share < 1.05 * DefectShape.MOST_AREA,
                    "seed " + seed + ": " + share);
            small += share < Math.sqrt(DefectShape.LEAST_AREA * DefectShape.MOST_AREA) ? 1 : 0;
        }
        assertEquals(0.5, small / (double) SEEDS, 0.1, "log-uniform: half below the geometric mean");
    }

    @Test
    void itIsAFunctionOfTheSeedAndDiffersBySeed() {
        Set<PixelMask> all = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            assertEquals(shape(96, 80, 64, seed), shape(96, 80, 64, seed));
            all.add(shape(96, 80, 64, seed).mask(96, 80));
        }
        assertTrue(all.size() > SEEDS - 3, "found " + all.size());
    }

    /** Recorded; whoever changes it makes recipes that hold a region unreadable. */
    @Test
    void itStaysAsItWas() {
        assertEquals(
                "8cd29247593ecbbc8b37566d5565868a2b9bff1951725dbe589692eadcae3f36",
                Canvas.sha256(shape(96, 80, 64, 7).mask(96, 80)));
    }

    @Test
    void elongatedOnesAreAmongThem() {
        int elongated = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            PixelMask.Box box = shape(64, 64, 64, seed).part().box();
            double aspect = (double) box.width() / box.height();
            elongated += Math.max(aspect, 1 / aspect) > 1.8 ? 1 : 0;
        }
        assertTrue(elongated > SEEDS / 10, "found " + elongated);
    }
}
