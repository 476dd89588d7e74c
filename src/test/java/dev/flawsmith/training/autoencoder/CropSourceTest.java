package dev.flawsmith.training.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CropSourceTest {
    /** Every pixel says where it is: no two are alike. */
    private static final List<float[]> PHOTOS = List.of(counted(0), counted(2000));

    private static float[] counted(int from) {
        float[] values = new float[1024];
        for (int i = 0; i < 1024; i++) {
            values[i] = from + i;
        }
        return values;
    }

    private static CropSource source() {
        return new CropSource(PHOTOS, 1, 32, ToyVaeRun.CONFIG);
    }

    @Test
    void cropsAreSquaresOfOnePhotoFlippedOrNotFromEverywhere() {
        Set<Float> corners = new HashSet<>();
        for (int step = 0; step < 40; step++) {
            CropSource.Crops crops = source().at(step, 0);
            assertEquals(8, crops.count());
            assertEquals(16, crops.side());
            for (int i = 0; i < crops.count(); i++) {
                float[] crop = Arrays.copyOfRange(crops.values(), i * 256, (i + 1) * 256);
                float right = crop[1] - crop[0];
                float down = crop[16] - crop[0];
                assertEquals(1, Math.abs(right));
                assertEquals(32, Math.abs(down));
                for (int p = 0; p < 256; p++) {
                    int row = p / 16;
                    assertEquals(crop[0] + right * (p % 16) + down * row, crop[p]);
                }
                corners.add(crop[0]);
            }
        }
        assertTrue(corners.size() > 150, corners.size() + " corners of 2 x 1024");
    }

    @Test
    void towardsTheEndPhotosAreWholeAndAsManyPixelsAStep() {
        CropSource.Crops crops = source().at(3, 0.5);
        assertEquals(32, crops.side());
        assertEquals(2, crops.count());
    }

    @Test
    void aStepIsTheSameEveryTimeAndNoTwoAreAlike() {
        assertArrayEquals(source().at(7, 0).values(), source().at(7, 0).values());
        assertFalse(Arrays.equals(source().at(7, 0).values(), source().at(8, 0).values()));
        assertFalse(Arrays.equals(source().noise(7, 32), source().noise(8, 32)));
    }

    @Test
    void cropsLargerThanThePhotosAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new CropSource(List.of(new float[64]), 1, 8, ToyVaeRun.CONFIG));
    }
}
