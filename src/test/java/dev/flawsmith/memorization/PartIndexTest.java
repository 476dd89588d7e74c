package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parts of textures: what was learnt from has seeds from 0, what was not has seeds from 1000. */
class PartIndexTest {
    private static final int TRAIN = 120;
    private static final int HOLDOUT = 60;
    private static final int OTHERS = 5000;

    private static TrainingIndex index =
            TrainingIndex.build(List.of(photo(0, false), photo(1, false), photo(1000, true)), new PixelDescriptor());

    @BeforeAll
    static void describePhotos() {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (int i = 0; i < TRAIN; i++) {
            photos.add(photo(i, false));
        }
        for (int i = 0; i < HOLDOUT; i++) {
            photos.add(photo(1000 + i, true));
        }
        index = TrainingIndex.build(photos, new PixelDescriptor());
    }

    private static IndexedPhoto photo(int seed, boolean holdout) {
        return new IndexedPhoto(seed + ".png", "a", holdout, String.format("%064x", seed), RandomTexture.of(seed));
    }

    /** A box of a share of the side, in a picture as large as the textures. */
    private static PixelMask box(double left, double top, double side) {
        PixelImage texture = RandomTexture.of(0);
        int width = texture.width();
        int height = texture.height();
        boolean[] marked = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                marked[y * width + x] = x >= left * width
                        && x < (left + side) * width
                        && y >= top * height
                        && y < (top + side) * height;
            }
        }
        return new PixelMask(width, height, marked);
    }

    /** A picture with a part of another one. */
    private static PixelImage pasted(PixelImage base, PixelImage part, PixelMask mask) {
        byte[] samples = base.samples();
        byte[] from = part.samples();
        for (int i = 0; i < samples.length; i++) {
            int place = i / base.channels();
            if (mask.at(place / base.width(), place % base.width())) {
                samples[i] = from[i];
            }
        }
        return new PixelImage(base.width(), base.height(), base.channels(), samples);
    }

    @Test
    void knowsAPartOfATrainingPhotoInAnotherPicture() {
        PixelMask mask = box(0.125, 0.25, 0.5);
        PartIndex part = index.part(mask);
        int found = 0;
        for (int i = 0; i < 20; i++) {
            PixelImage picture = pasted(RandomTexture.of(OTHERS + i), RandomTexture.of(i), mask);
            CopyScore score = part.score(picture);
            assertFalse(index.calibration().tooClose(index.score(picture)), "as a whole it is no copy");
            if (part.calibration().tooClose(score)) {
                assertEquals(i, score.nearest());
                found++;
            }
        }
        assertTrue(found >= 18, "expected most of 20 copied parts found, found " + found);
    }

    @Test
    void knowsItTurned() {
        PixelMask mask = box(0.25, 0.25, 0.5);
        PartIndex part = index.part(mask);
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            PixelImage picture = pasted(RandomTexture.of(OTHERS), symmetry.apply(RandomTexture.of(7)), mask);
            CopyScore score = part.score(picture);
            assertEquals(7, score.nearest(), symmetry + ": " + score);
            assertTrue(part.calibration().tooClose(score), symmetry + ": " + score);
        }
    }

    @Test
    void thePhotoAroundIsNobodysBusiness() {
        PixelMask mask = box(0.125, 0.25, 0.5);
        PartIndex part = index.part(mask);
        for (int i = 0; i < 20; i++) {
            PixelImage picture = pasted(RandomTexture.of(i), RandomTexture.of(OTHERS + i), mask);
            assertFalse(part.calibration().tooClose(part.score(picture)), "painted into training photo " + i);
        }
    }

    @Test
    void falseAlarmsAreAsRareAsItsCalibrationSays() {
        PartIndex part = index.part(box(0, 0.5, 0.5));
        int alarms = 0;
        for (int i = 0; i < 200; i++) {
            alarms += part.calibration().tooClose(part.score(RandomTexture.of(OTHERS + i))) ? 1 : 0;
        }
        // Of 60 unseen photos the strictest: each of 200 more falls below with probability 1/61, so 3.3 are expected.
        assertTrue(alarms <= 12, "expected about 3 of 200, found " + alarms);
    }

    @Test
    void countsCellsThatAreHalfMarked() {
        assertEquals(64, PartIndex.size(box(0, 0, 0.5)));
        assertEquals(256, PartIndex.size(box(0, 0, 1)));
        boolean[] one = new boolean[256 * 256];
        for (int i = 0; i < 256 * 128; i++) {
            one[i] = true;
        }
        assertEquals(128, PartIndex.size(new PixelMask(256, 256, one)), "larger than the grid");
        assertEquals(4, PartIndex.size(new PixelMask(8, 8, Arrays.copyOf(new boolean[] {true}, 64))), "smaller");
    }

    @Test
    void tellsHowMuchOfAPartIsCompared() {
        assertEquals(1, PartIndex.compared(box(0, 0, 0.5)), 1e-9);
        boolean[] sieve = new boolean[64 * 64];
        for (int i = 0; i < sieve.length; i++) {
            int x = i % 64;
            int y = i / 64;
            sieve[i] = (x < 20 && y < 20) || x % 2 == 0 || y % 2 == 0;
        }
        PixelMask sieved = new PixelMask(64, 64, sieve);
        assertTrue(PartIndex.size(sieved) >= PartIndex.FEWEST_CELLS);
        assertEquals(400.0 / sieved.area(), PartIndex.compared(sieved), 1e-9, "the whole corner alone");
        assertEquals(0, PartIndex.compared(new PixelMask(64, 64, new boolean[64 * 64])));
    }

    @Test
    void refusesAPartThatIsTooSmallAndOtherDescriptors() {
        IllegalArgumentException small =
                assertThrows(IllegalArgumentException.class, () -> index.part(box(0, 0, 0.125)));
        assertTrue(String.valueOf(small.getMessage()).contains("12 of 256"), small.getMessage());
        assertTrue(index.comparesParts());
    }

    @Test
    void knowsAHoldoutPhotoTurnedOrNot() {
        assertEquals(
                "1003.png",
                index.holdoutPhoto(RandomTexture.of(1003)).orElseThrow().file());
        assertEquals(
                "1003.png",
                index.holdoutPhoto(ImageSymmetry.ROTATE_90.apply(RandomTexture.of(1003)))
                        .orElseThrow()
                        .file());
        assertTrue(index.holdoutPhoto(RandomTexture.of(3)).isEmpty());
        assertTrue(index.holdoutPhoto(RandomTexture.of(OTHERS)).isEmpty());
    }

    @Test
    void aTrainingPhotoThatIsNearAHoldoutPhotoIsNone() {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            photos.add(photo(i, false));
            photos.add(photo(1000 + i, true));
        }
        PixelImage twin = RandomTexture.changed(RandomTexture.of(3), 1, 0, 1, 8);
        photos.add(new IndexedPhoto("twin.png", "a", true, String.format("%064x", 77), twin));
        TrainingIndex twins = TrainingIndex.build(photos, new PixelDescriptor());
        PixelImage stored = RandomTexture.changed(RandomTexture.of(3), 1, 0, 0.2, 9);
        assertTrue(twins.holdoutPhoto(stored).isEmpty(), "nearer to the one that was learnt from");
        assertEquals("twin.png", twins.holdoutPhoto(twin).orElseThrow().file());
    }
}
