package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.RandomTexture;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CopyTransformTest {
    private static final int SIDE = 64;
    private static final PixelImage PHOTO = RandomTexture.of(1);
    private static final PixelImage HOST = RandomTexture.of(2);

    private static PixelImage made(CopyTransform transform, PixelImage photo, long seed) {
        return transform.into(HOST, photo, new SplittableRandom(seed));
    }

    private static double meanAbsoluteDifference(PixelImage a, PixelImage b) {
        byte[] left = a.samples();
        byte[] right = b.samples();
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xff) - (right[i] & 0xff));
        }
        return sum / left.length;
    }

    private static double mean(PixelImage image) {
        double sum = 0;
        for (byte sample : image.samples()) {
            sum += sample & 0xff;
        }
        return sum / image.samples().length;
    }

    private static double deviation(PixelImage image) {
        double mean = mean(image);
        double squares = 0;
        for (byte sample : image.samples()) {
            squares += ((sample & 0xff) - mean) * ((sample & 0xff) - mean);
        }
        return Math.sqrt(squares / image.samples().length);
    }

    /** Horizontally 0..63 tripled, so that every column and every shift of it can be told. */
    private static PixelImage ramp() {
        byte[] samples = new byte[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (3 * (i % SIDE) + i / SIDE);
        }
        return new PixelImage(SIDE, SIDE, 1, samples);
    }

    @Test
    void thereAreTheLabelsOfTheSelfTest() {
        assertEquals(
                List.of(
                        "exact",
                        "jpeg90",
                        "jpeg50",
                        "jpeg20",
                        "shift2",
                        "shift4",
                        "shift6",
                        "crop95",
                        "crop85",
                        "flip",
                        "rotate90",
                        "brightness",
                        "contrast",
                        "blur",
                        "noise02",
                        "noise05",
                        "noise10",
                        "patch",
                        "blend50"),
                Arrays.stream(CopyTransform.values()).map(CopyTransform::label).toList());
        for (CopyTransform transform : CopyTransform.values()) {
            assertEquals(transform, CopyTransform.ofLabel(transform.label()).orElseThrow());
        }
        assertTrue(CopyTransform.ofLabel("EXACT").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheSizeAndThePhotoAndRepeatsItselfFromTheSameSeed(CopyTransform transform) {
        byte[] before = PHOTO.samples();
        byte[] host = HOST.samples();
        PixelImage copy = made(transform, PHOTO, 5);
        assertEquals(SIDE, copy.width());
        assertEquals(SIDE, copy.height());
        assertEquals(1, copy.channels());
        assertArrayEquals(copy.samples(), made(transform, PHOTO, 5).samples());
        assertArrayEquals(before, PHOTO.samples());
        assertArrayEquals(host, HOST.samples());
        assertEquals(
                transform == CopyTransform.EXACT, Arrays.equals(before, copy.samples()), "only exact changes nothing");
    }

    @ParameterizedTest
    @EnumSource(names = {"PATCH", "BLEND50"})
    void whatNeedsAHostSaysSo(CopyTransform transform) {
        assertTrue(transform.needsHost());
        assertThrows(IllegalStateException.class, () -> transform.apply(PHOTO, new SplittableRandom(1)));
    }

    @Test
    void noOtherNeedsAHost() {
        Set<CopyTransform> hosted = Arrays.stream(CopyTransform.values())
                .filter(CopyTransform::needsHost)
                .collect(Collectors.toSet());
        assertEquals(Set.of(CopyTransform.PATCH, CopyTransform.BLEND50), hosted);
    }

    @Test
    void flipTwiceAndFourQuarterTurnsAreNothing() {
        PixelImage once = made(CopyTransform.FLIP, PHOTO, 1);
        assertEquals(PHOTO.sample(10, 3, 0), once.sample(10, SIDE - 1 - 3, 0));
        assertArrayEquals(PHOTO.samples(), made(CopyTransform.FLIP, once, 1).samples());
        PixelImage turned = PHOTO;
        for (int i = 0; i < 4; i++) {
            turned = made(CopyTransform.ROTATE90, turned, 1);
            assertEquals(i == 3, Arrays.equals(PHOTO.samples(), turned.samples()), "after turn " + (i + 1));
        }
        assertEquals( // clockwise: the top left corner goes to the top right
                PHOTO.sample(0, 0, 0), made(CopyTransform.ROTATE90, PHOTO, 1).sample(0, SIDE - 1, 0));
    }

    @Test
    void shiftsMoveByTheirPixelsEachWayAndRepeatEdges() {
        CopyTransform[] shifts = {CopyTransform.SHIFT2, CopyTransform.SHIFT4, CopyTransform.SHIFT6};
        PixelImage ramp = ramp();
        for (int s = 0; s < shifts.length; s++) {
            int by = 2 * (s + 1);
            Set<List<Integer>> moves = new HashSet<>();
            for (int seed = 0; seed < 40; seed++) {
                PixelImage moved = made(shifts[s], ramp, seed);
                int right = moved.sample(32, 32, 0) - moved.sample(32, 31, 0);
                assertEquals(3, right, "columns keep their order");
                int inMiddle = moved.sample(32, 32, 0) - ramp.sample(32, 32, 0);
                int dx = inMiddle > 0 ? by : -by;
                int dy = inMiddle - 3 * dx;
                assertEquals(by, Math.abs(dy), shifts[s].label());
                int edge = dx > 0 ? SIDE - 1 : 0;
                assertEquals(ramp.sample(32 + dy, edge, 0), moved.sample(32, edge, 0), "the edge is repeated");
                moves.add(List.of(dx, dy));
            }
            assertEquals(4, moves.size(), "all four ways");
        }
    }

    @Test
    void shiftsGrowWithTheImage() {
        byte[] samples = new byte[128 * 128];
        samples[64 * 128 + 64] = (byte) 255;
        PixelImage moved = made(CopyTransform.SHIFT4, new PixelImage(128, 128, 1, samples), 3);
        int at = 0;
        while (moved.samples()[at] == 0) {
            at++;
        }
        assertEquals(8, Math.abs(at % 128 - 64));
        assertEquals(8, Math.abs(at / 128 - 64));
    }

    @Test
    void cropsEnlargeThatShareOfTheSide() {
        PixelImage ramp = ramp();
        for (CopyTransform crop : List.of(CopyTransform.CROP95, CopyTransform.CROP85)) {
            double share = crop == CopyTransform.CROP95 ? 0.95 : 0.85;
            PixelImage cropped = made(crop, ramp, 2);
            double slope = (cropped.sample(32, 54, 0) - cropped.sample(32, 10, 0)) / 44.0;
            assertEquals(3 * share, slope, 0.06, crop.label());
        }
    }

    @Test
    void levelsAreChangedAsSaid() {
        Set<Long> shifts = new HashSet<>();
        Set<Long> factors = new HashSet<>();
        PixelImage soft = RandomTexture.changed(PHOTO, 0.3, 90, 0, 1); // far from black and white
        for (int seed = 0; seed < 20; seed++) {
            shifts.add(Math.round(mean(made(CopyTransform.BRIGHTNESS, soft, seed)) - mean(soft)));
            PixelImage contrasted = made(CopyTransform.CONTRAST, soft, seed);
            assertEquals(mean(soft), mean(contrasted), 0.5);
            factors.add(Math.round(10 * deviation(contrasted) / deviation(soft)));
        }
        assertEquals(Set.of(-30L, 30L), shifts);
        assertEquals(Set.of(7L, 14L), factors);
        PixelImage white = new PixelImage(2, 2, 1, new byte[] {-1, -1, -1, -1});
        for (int seed = 0; seed < 8; seed++) {
            int level = made(CopyTransform.BRIGHTNESS, white, seed).sample(0, 0, 0);
            assertTrue(level == 255 || level == 225, "clipped, not wrapped: " + level);
        }
    }

    @Test
    void noiseHasItsShareOfTheRange() {
        PixelImage grey = new PixelImage(SIDE, SIDE, 1, filled((byte) 127));
        CopyTransform[] noises = {CopyTransform.NOISE02, CopyTransform.NOISE05, CopyTransform.NOISE10};
        double[] shares = {0.02, 0.05, 0.10};
        for (int i = 0; i < noises.length; i++) {
            PixelImage noisy = made(noises[i], grey, 3);
            assertEquals(shares[i] * 255, deviation(noisy), 0.05 * shares[i] * 255, noises[i].label());
            assertEquals(127, mean(noisy), 1.5);
        }
    }

    @Test
    void blurSpreadsAPointOverAPixelsDeviation() {
        byte[] samples = new byte[SIDE * SIDE];
        samples[32 * SIDE + 32] = (byte) 255;
        PixelImage blurred = made(CopyTransform.BLUR, new PixelImage(SIDE, SIDE, 1, samples), 1);
        double sum = 0;
        double squares = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                sum += blurred.sample(y, x, 0);
                squares += (double) blurred.sample(y, x, 0) * (x - 32) * (x - 32);
            }
        }
        assertEquals(255, sum, 15);
        assertEquals(1, squares / sum, 0.1);
        assertTrue(deviation(made(CopyTransform.BLUR, PHOTO, 1)) < deviation(PHOTO));
    }

    @Test
    void strongerCompressionLosesMore() {
        double[] lost = {
            meanAbsoluteDifference(PHOTO, made(CopyTransform.JPEG90, PHOTO, 1)),
            meanAbsoluteDifference(PHOTO, made(CopyTransform.JPEG50, PHOTO, 1)),
            meanAbsoluteDifference(PHOTO, made(CopyTransform.JPEG20, PHOTO, 1))
        };
        assertTrue(0 < lost[0] && lost[0] < lost[1] && lost[1] < lost[2], Arrays.toString(lost));
        assertTrue(lost[2] < 8, "still the same picture: " + Arrays.toString(lost));
    }

    @Test
    void aPatchIsAQuarterOfThePhotoAtItsPlaceInTheHost() {
        PixelImage white = new PixelImage(SIDE, SIDE, 1, filled((byte) 255));
        PixelImage ramp = ramp();
        Set<Integer> corners = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            PixelImage pasted = CopyTransform.PATCH.into(white, ramp, new SplittableRandom(seed));
            int of = 0;
            int first = -1;
            for (int i = 0; i < SIDE * SIDE; i++) {
                if (pasted.samples()[i] != (byte) 255) {
                    assertEquals(ramp.samples()[i], pasted.samples()[i], "at its own place");
                    first = first < 0 ? i : first;
                    of++;
                }
            }
            assertEquals(32 * 32, of, 1); // one sample of the ramp may be white itself
            corners.add(first);
        }
        assertTrue(corners.size() > 10, "anywhere: " + corners);
    }

    @Test
    void aBlendIsTheMeanOfBoth() {
        PixelImage blended = made(CopyTransform.BLEND50, PHOTO, 1);
        for (int i = 0; i < SIDE; i++) {
            double mean = (PHOTO.sample(i, 7, 0) + HOST.sample(i, 7, 0)) / 2.0;
            assertEquals(mean, blended.sample(i, 7, 0), 0.5);
        }
        assertFalse(Arrays.equals(HOST.samples(), blended.samples()));
    }

    private static byte[] filled(byte value) {
        byte[] samples = new byte[SIDE * SIDE];
        Arrays.fill(samples, value);
        return samples;
    }
}
