package dev.flawsmith.evaluation.painting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelMask;
import org.junit.jupiter.api.Test;

class PlantedTruthTest {
    private static PixelMask row(boolean... marked) {
        return new PixelMask(marked.length, 1, marked);
    }

    @Test
    void overlapIsIntersectionOverUnion() {
        assertEquals(1 / 3.0, MaskOverlap.of(row(true, true, false, false), row(false, true, true, false)));
        assertEquals(1, MaskOverlap.of(row(false, false), row(false, false)));
        assertEquals(0, MaskOverlap.of(row(true, false), row(false, true)));
        assertThrows(IllegalArgumentException.class, () -> MaskOverlap.of(row(true), row(true, false)));
    }

    @Test
    void masksOfWhatChangedMeetPlantedPatches() {
        PlantedTruth found = PlantedTruth.of("patch", 30, 64, 1);
        assertEquals(30, found.images());
        assertTrue(found.mean() > 0.6, found.toString());
        assertTrue(found.q05() <= found.mean() && found.q05() >= 0, found.toString());
        assertEquals(found, PlantedTruth.of("patch", 30, 64, 1));
    }
}
