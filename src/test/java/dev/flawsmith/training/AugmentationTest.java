package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.sampling.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
    private static final int SIZE = 16;
    private static final int ROWS = 2000;
    private static final int RIGHT = 2;
    private static final int DOWN = 3;
    private static final int ZOOM = 4;
    private static final int BRIGHTNESS = 5;
    private static final int CONTRAST = 6;
    private static final float[] TEXTURE = new Noise(4, 0).standardNormal(0, SIZE * SIZE);
    /** Two channels: how far right a pixel lies, and how far down. */
    private static final float[] RAMPS = ramps();

    private static float[] ramps() {
        float[] ramps = new float[2 * SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                ramps[y * SIZE + x] = x;
                ramps[(SIZE + y) * SIZE + x] = y;
            }
        }
        return ramps;
    }

    private static Augmentation often() {
        return new Augmentation(0.4, Augmentation.ALL, 11);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Changed(float[] values, float[] label) {
        private boolean is(int... entries) {
            for (int entry = Augmentation.FLIPS; entry < Augmentation.ALL; entry++) {
                int wanted = entry;
                boolean happened = label[entry] != 0;
                if (happened != Arrays.stream(entries).anyMatch(e -> e == wanted)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Changed change(Augmentation augmentation, float[] values, boolean flips, int step, int row) {
        float[] labels = new float[(row + 1) * augmentation.dimension()];
        float[] changed = augmentation.apply(photo(values), SIZE, flips, flips, step, row, labels);
        return new Changed(changed, Arrays.copyOfRange(labels, row * augmentation.dimension(), labels.length));
    }

    /** The first row of which that is so, unflipped. */
    private static Changed first(float[] values, Predicate<Changed> wanted) {
        Augmentation augmentation = often();
        for (int row = 0; row < ROWS; row++) {
            Changed changed = change(augmentation, values, false, 0, row);
            if (wanted.test(changed)) {
                return changed;
            }
        }
        throw new AssertionError("no such change in " + ROWS + " rows");
    }

    @Test
    void aChangeDependsOnSeedStepAndRowAlone() {
        Augmentation asked = often();
        for (int row = 0; row < 9; row++) {
            change(asked, TEXTURE, true, 2, row);
        }
        float[] before = TEXTURE.clone();
        boolean steps = false;
        boolean rows = false;
        boolean seeds = false;
        for (int row = 0; row < 20; row++) {
            Changed again = change(asked, TEXTURE, false, 3, row);
            Changed alone = change(often(), TEXTURE, false, 3, row);
            assertArrayEquals(alone.values(), again.values());
            assertArrayEquals(alone.label(), again.label());
            steps |= !Arrays.equals(
                    again.label(), change(asked, TEXTURE, false, 4, row).label());
            rows |= !Arrays.equals(
                    again.label(), change(asked, TEXTURE, false, 3, row + 1).label());
            Augmentation other = new Augmentation(0.4, Augmentation.ALL, 12);
            seeds |= !Arrays.equals(
                    again.label(), change(other, TEXTURE, false, 3, row).label());
        }
        assertTrue(steps && rows && seeds, steps + " " + rows + " " + seeds);
        assertArrayEquals(before, TEXTURE, "the photo itself stays as it is");
    }

    @Test
    void onlyItsOwnRowsLabelIsWritten() {
        float[] labels = new float[3 * Augmentation.ALL];
        Arrays.fill(labels, 9);
        often().apply(photo(TEXTURE), SIZE, false, false, 0, 1, labels);
        for (int i = 0; i < labels.length; i++) {
            boolean its = i / Augmentation.ALL == 1;
            assertEquals(!its, labels[i] == 9, "entry " + i);
        }
    }

    /** Else what was changed would leak into the images: sampling asks with an all-zero label. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLabelIsZeroExactlyWhereNothingButFlipsHappened(boolean flips) {
        float[] flipped = TEXTURE.clone();
        for (int i = 0; flips && i < flipped.length; i++) {
            flipped[i] = TEXTURE[flipped.length - 1 - i]; // left-right and upside down
        }
        Augmentation augmentation = often();
        int unchanged = 0;
        for (int row = 0; row < ROWS; row++) {
            Changed changed = change(augmentation, TEXTURE, flips, 1, row);
            assertEquals(flips ? 1 : 0, changed.label()[0]);
            assertEquals(flips ? 1 : 0, changed.label()[1]);
            assertEquals(Arrays.equals(flipped, changed.values()), changed.is(), "row " + row);
            unchanged += changed.is() ? 1 : 0;
        }
        assertEquals(Math.pow(0.6, 4), unchanged / (double) ROWS, 0.03);
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4", "5", "6"})
    void eachChangeHappensAsOftenAsAskedFor(int entry) {
        Augmentation augmentation = often();
        int happened = 0;
        for (int row = 0; row < ROWS; row++) {
            happened += change(augmentation, TEXTURE, false, 1, row).label()[entry] != 0 ? 1 : 0;
        }
        assertEquals(0.4, happened / (double) ROWS, 0.04);
    }

    @Test
    void aShiftMovesThePictureByWhatTheLabelSays() {
        Changed shifted = first(RAMPS, changed -> changed.is(RIGHT, DOWN));
        double right = SIZE / 8.0 * shifted.label()[RIGHT];
        double down = SIZE / 8.0 * shifted.label()[DOWN];
        assertMoved(shifted, right, down, 1);
    }

    @Test
    void aZoomIsAboutTheMiddle() {
        Changed zoomed = first(RAMPS, changed -> changed.is(ZOOM));
        assertMoved(zoomed, 0, 0, Math.exp(0.2 * zoomed.label()[ZOOM]));
    }

    @Test
    void shiftAndZoomGoTogether() {
        Changed both = first(RAMPS, changed -> changed.is(RIGHT, DOWN, ZOOM));
        double right = SIZE / 8.0 * both.label()[RIGHT];
        double down = SIZE / 8.0 * both.label()[DOWN];
        assertMoved(both, right, down, Math.exp(0.2 * both.label()[ZOOM]));
    }

    /** Every pixel whose origin lies within the photo shows where it came from. */
    private static void assertMoved(Changed moved, double right, double down, double zoom) {
        double middle = (SIZE - 1) / 2.0;
        int seen = 0;
        for (int y = 0; y < SIZE; y++) {
            double fromY = middle + (y - middle - down) / zoom;
            for (int x = 0; x < SIZE; x++) {
                double fromX = middle + (x - middle - right) / zoom;
                if (fromX >= 0 && fromX <= SIZE - 1 && fromY >= 0 && fromY <= SIZE - 1) {
                    assertEquals(fromX, moved.values()[y * SIZE + x], 1e-4, "x of " + x + ", " + y);
                    assertEquals(fromY, moved.values()[(SIZE + y) * SIZE + x], 1e-4, "y of " + x + ", " + y);
                    seen++;
                }
            }
        }
        assertTrue(seen > SIZE * SIZE / 4, "seen: " + seen);
    }

    /** Both sides of the range: nothing wraps around, the edge is seen again. */
    @Test
    void whatComesInAtAnEdgeIsReflected() {
        Changed shifted = first(RAMPS, changed -> changed.is(RIGHT, DOWN) && changed.label()[RIGHT] > 0.5);
        double right = SIZE / 8.0 * shifted.label()[RIGHT];
        int row = SIZE * SIZE / 2;
        assertEquals(right - 1, shifted.values()[row], 1e-4); // from -right, that is the pixel of right - 1
    }

    @Test
    void contrastKeepsTheMean() {
        Changed changed = first(TEXTURE, c -> c.is(CONTRAST));
        assertEquals(mean(TEXTURE), mean(changed.values()), 1e-6);
        double factor = Math.exp(0.25 * changed.label()[CONTRAST]);
        assertEquals(factor, deviation(changed.values()) / deviation(TEXTURE), 1e-5);
    }

    @Test
    void brightnessMovesTheMeanAlone() {
        Changed changed = first(TEXTURE, c -> c.is(BRIGHTNESS));
        assertEquals(mean(TEXTURE) + 0.15 * changed.label()[BRIGHTNESS], mean(changed.values()), 1e-6);
        assertEquals(deviation(TEXTURE), deviation(changed.values()), 1e-5);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float v : values) {
            sum += (v - mean) * (v - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {Augmentation.FLIPS, Augmentation.ALL})
    void withoutAProbabilityThereAreFlipsAlone(int dimension) {
        Augmentation none = new Augmentation(0, dimension, 1);
        for (int row = 0; row < 50; row++) {
            Changed changed = change(none, TEXTURE, false, 0, row);
            assertArrayEquals(TEXTURE, changed.values());
            assertArrayEquals(new float[dimension], changed.label());
        }
    }

    @Test
    void refusesChangesThatTheLabelCannotTell() {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> new Augmentation(0.1, Augmentation.FLIPS, 1))
                        .getMessage());
        assertTrue(message.contains("a label of 7 entries), found one of 2"), message);
        assertThrows(IllegalArgumentException.class, () -> new Augmentation(0, 3, 1));
    }

    private static TrainingPhotos.Example photo(float[] values) {
        return new TrainingPhotos.Example(values, 0, List.of());
    }

    @Test
    void latentsAreNotFlippedButThoseOfTheFlippedPhotoTaken() {
        float[] asTaken = {1, 2, 3, 4};
        float[] mirrored = {5, 6, 7, 8};
        float[] turned = {9, 10, 11, 12};
        float[] both = {13, 14, 15, 16};
        TrainingPhotos.Example photo =
                new TrainingPhotos.Example(asTaken, List.of(mirrored, turned, both), 0, List.of());
        assertArrayEquals(asTaken, photo.values(2, false, false));
        assertArrayEquals(mirrored, photo.values(2, true, false));
        assertArrayEquals(turned, photo.values(2, false, true));
        assertArrayEquals(both, photo.values(2, true, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainingPhotos.Example(asTaken, List.of(mirrored), 0, List.of()));
    }
}
