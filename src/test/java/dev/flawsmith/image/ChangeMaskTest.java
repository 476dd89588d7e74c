package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.dataset.procedural.ProceduralImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeMaskTest {
    private static final int SIDE = 64;

    private static PixelMask all() {
        boolean[] marked = new boolean[SIDE * SIDE];
        Arrays.fill(marked, true);
        return new PixelMask(SIDE, SIDE, marked);
    }

    private static PixelImage noisy(PixelImage image, double levels, long seed) {
        Random random = new Random(seed);
        byte[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            double value = (samples[i] & 0xff) + levels * random.nextGaussian();
            samples[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return new PixelImage(image.width(), image.height(), image.channels(), samples);
    }

    private static PixelImage flat(int level) {
        byte[] samples = new byte[SIDE * SIDE];
        Arrays.fill(samples, (byte) level);
        return new PixelImage(SIDE, SIDE, 1, samples);
    }

    @Test
    void findsExactlyWhatWasPaintedOnACleanSurface() {
        byte[] samples = flat(100).samples();
        boolean[] planted = new boolean[samples.length];
        for (int y = 20; y < 30; y++) {
            for (int x = 10; x < 50; x++) {
                samples[y * SIDE + x] = (byte) 160;
                planted[y * SIDE + x] = true;
            }
        }
        PixelMask found = ChangeMask.of(flat(100), new PixelImage(SIDE, SIDE, 1, samples), all());
        assertTrue(overlap(found, new PixelMask(SIDE, SIDE, planted)) > 0.9, found.toString());
    }

    @Test
    void findsNothingWhereOnlyTheTextureIsNew() {
        PixelImage surface = flat(120);
        assertEquals(0, ChangeMask.of(surface, surface, all()).area());
        assertEquals(
                0,
                ChangeMask.of(noisy(surface, 3, 1), noisy(surface, 3, 2), all()).area());
    }

    @Test
    void marksNothingOutsideThePartThatWasPainted() {
        boolean[] left = new boolean[SIDE * SIDE];
        for (int i = 0; i < left.length; i++) {
            left[i] = i % SIDE < SIDE / 2;
        }
        PixelMask within = new PixelMask(SIDE, SIDE, left);
        PixelMask found = ChangeMask.of(flat(100), flat(200), within);
        assertEquals(within.area(), found.area());
        for (int i = 0; i < left.length; i++) {
            assertTrue(left[i] || !found.at(i / SIDE, i % SIDE));
        }
    }

    /** Defects planted by rule into surfaces that are known without them, both under noise of their own. */
    @ParameterizedTest
    @CsvSource({"crack, 0.3", "inclusion, 0.6", "patch, 0.6", "pit, 0.5", "scratch, 0.3"})
    void meetsThePlantedTruth(String className, double least) {
        ProceduralGenerator generator = new ProceduralGenerator();
        double sum = 0;
        int images = 40;
        for (long seed = 1; seed <= images; seed++) {
            ProceduralImage drawn = generator.generate(className, seed, SIDE, SIDE);
            PixelImage good = drawn.normal();
            PixelMask truth = PixelMask.whereBright(drawn.mask());
            sum += overlap(ChangeMask.of(noisy(good, 2, seed), noisy(drawn.image(), 2, -seed), all()), truth);
        }
        assertTrue(
                sum / images >= least,
                className + ": expected an overlap of at least " + least + ", found " + sum / images);
    }

    private static double overlap(PixelMask a, PixelMask b) {
        int both = 0;
        int either = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                both += a.at(y, x) && b.at(y, x) ? 1 : 0;
                either += a.at(y, x) || b.at(y, x) ? 1 : 0;
            }
        }
        return either == 0 ? 1 : (double) both / either;
    }

    @Test
    void refusesPicturesOfDifferentSizes() {
        PixelImage small = new PixelImage(2, 2, 1, new byte[4]);
        assertThrows(IllegalArgumentException.class, () -> ChangeMask.of(flat(1), small, all()));
    }
}
