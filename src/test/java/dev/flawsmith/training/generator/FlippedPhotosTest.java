package dev.flawsmith.training.generator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.training.TrainingPhotos;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlippedPhotosTest {
    private static final int BATCH = 400;

    /** One photo of the first class, three of the second; a photo's values are its number and its pixels' places. */
    private static final TrainingPhotos PHOTOS =
            new TrainingPhotos(2, 1, List.of("a", "b"), List.of(photo(0, 0), photo(1, 1), photo(2, 1), photo(3, 1)));

    private final FlippedPhotos batches = new FlippedPhotos(PHOTOS, BATCH, 5);

    private static TrainingPhotos.Example photo(int number, int classIndex) {
        float[] values = new float[4];
        for (int i = 0; i < 4; i++) {
            values[i] = 10 * number + i;
        }
        return new TrainingPhotos.Example(values, classIndex, List.of());
    }

    @Test
    void classesComeEvenlyHoweverManyPhotosTheyHave() {
        FlippedPhotos.Rows rows = batches.at(3, 0);
        int first = 0;
        for (int i = 0; i < BATCH; i++) {
            int number = (int) rows.values()[4 * i] / 10;
            assertEquals(number == 0 ? 1 : 0, rows.labels()[2 * i]);
            assertEquals(number == 0 ? 0 : 1, rows.labels()[2 * i + 1]);
            first += number == 0 ? 1 : 0;
        }
        assertEquals(BATCH / 2.0, first, 4 * Math.sqrt(BATCH / 4.0));
    }

    @Test
    void flipsAreThoseOfBothAxes() {
        List<List<Float>> expected = List.of(
                List.of(0f, 1f, 2f, 3f), List.of(1f, 0f, 3f, 2f), List.of(2f, 3f, 0f, 1f), List.of(3f, 2f, 1f, 0f));
        int[] seen = new int[4];
        FlippedPhotos.Rows rows = batches.at(1, 0.5);
        for (int i = 0; i < BATCH; i++) {
            float least = 10 * (int) (rows.values()[4 * i] / 10);
            float[] row = Arrays.copyOfRange(rows.values(), 4 * i, 4 * i + 4);
            List<Float> found = List.of(row[0] - least, row[1] - least, row[2] - least, row[3] - least);
            assertTrue(expected.contains(found), found.toString());
            seen[expected.indexOf(found)]++;
        }
        assertTrue(Arrays.stream(seen).allMatch(n -> n > BATCH / 8), Arrays.toString(seen));
    }

    @Test
    void aStepIsAPureFunctionOfItsNumber() {
        FlippedPhotos again = new FlippedPhotos(PHOTOS, BATCH, 5);
        assertArrayEquals(batches.at(9, 0.5).values(), again.at(9, 0.5).values());
        assertFalse(
                Arrays.equals(batches.at(9, 0.5).values(), batches.at(10, 0.5).values()));
    }
}
