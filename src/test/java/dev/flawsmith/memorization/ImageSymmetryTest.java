package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageSymmetryTest {
    /** Rows {@code 1 2 3} and {@code 4 5 6}. */
    private static final PixelImage OBLONG = new PixelImage(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6});

    @Test
    void movesRowsAndColumnsAsItsNameSays() {
        assertEquals(oblong(3, 2, 3, 2, 1, 6, 5, 4), ImageSymmetry.FLIP_HORIZONTAL.apply(OBLONG));
        assertEquals(oblong(3, 2, 4, 5, 6, 1, 2, 3), ImageSymmetry.FLIP_VERTICAL.apply(OBLONG));
        assertEquals(oblong(3, 2, 6, 5, 4, 3, 2, 1), ImageSymmetry.ROTATE_180.apply(OBLONG));
        assertEquals(oblong(2, 3, 1, 4, 2, 5, 3, 6), ImageSymmetry.TRANSPOSE.apply(OBLONG));
        assertEquals(oblong(2, 3, 4, 1, 5, 2, 6, 3), ImageSymmetry.ROTATE_90.apply(OBLONG));
        assertEquals(oblong(2, 3, 3, 6, 2, 5, 1, 4), ImageSymmetry.ROTATE_270.apply(OBLONG));
        assertEquals(oblong(2, 3, 6, 3, 5, 2, 4, 1), ImageSymmetry.ANTI_TRANSPOSE.apply(OBLONG));
    }

    @ParameterizedTest
    @EnumSource
    void anyTwoInARowAreOneOfTheEight(ImageSymmetry first) {
        PixelImage image = RandomTexture.of(1);
        Set<PixelImage> eight =
                Arrays.stream(ImageSymmetry.values()).map(s -> s.apply(image)).collect(Collectors.toSet());
        Set<PixelImage> reached = new HashSet<>();
        for (ImageSymmetry second : ImageSymmetry.values()) {
            reached.add(second.apply(first.apply(image)));
        }

        assertEquals(8, eight.size());
        assertEquals(eight, reached);
    }

    @ParameterizedTest
    @EnumSource
    void movesASquareOfNumbersAsItMovesPixels(ImageSymmetry symmetry) {
        PixelImage image = RandomTexture.of(2);

        assertArrayEquals(numbers(symmetry.apply(image)), symmetry.apply(numbers(image), image.width()));
    }

    @ParameterizedTest
    @EnumSource
    void keepsColoursTogether(ImageSymmetry symmetry) {
        byte[] samples = new byte[5 * 4 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (10 * (i / 3) + i % 3);
        }
        PixelImage moved = symmetry.apply(new PixelImage(5, 4, 3, samples));

        for (int y = 0; y < moved.height(); y++) {
            for (int x = 0; x < moved.width(); x++) {
                assertEquals(moved.sample(y, x, 0) + 1, moved.sample(y, x, 1));
                assertEquals(moved.sample(y, x, 0) + 2, moved.sample(y, x, 2));
            }
        }
        assertTrue(moved.sample(0, 0, 0) % 10 == 0);
    }

    private static PixelImage oblong(int width, int height, int... samples) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return new PixelImage(width, height, 1, bytes);
    }

    private static double[] numbers(PixelImage image) {
        byte[] samples = image.samples();
        double[] numbers = new double[samples.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = samples[i];
        }
        return numbers;
    }
}
