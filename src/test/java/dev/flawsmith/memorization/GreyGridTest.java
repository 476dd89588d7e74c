package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.image.PixelImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreyGridTest {
    @ParameterizedTest
    @CsvSource({"64, 64, 32, 1", "32, 32, 32, 3", "5, 7, 4, 1", "3, 2, 8, 3", "1, 1, 4, 1", "61, 128, 32, 3"})
    void agreesWithRepeatingPixelsAndAveragingBlocks(int width, int height, int side, int channels) {
        PixelImage image = noise(width, height, channels);

        assertArrayEquals(naive(image, side), GreyGrid.of(image, side), 1e-9);
    }

    @Test
    void aGreyImageStoredAsRgbHasTheSameBits() {
        PixelImage grey = noise(13, 9, 1);
        byte[] tripled = new byte[13 * 9 * 3];
        for (int i = 0; i < tripled.length; i++) {
            tripled[i] = grey.samples()[i / 3];
        }

        assertArrayEquals(GreyGrid.of(grey, 8), GreyGrid.of(new PixelImage(13, 9, 3, tripled), 8));
    }

    @Test
    void movesWithTheImageBitForBit() {
        PixelImage image = noise(61, 47, 3);
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            assertArrayEquals(
                    symmetry.apply(GreyGrid.of(image, 32), 32),
                    GreyGrid.of(symmetry.apply(image), 32),
                    symmetry.name());
        }
    }

    @Test
    void whiteStaysWhite() {
        double[] grid = GreyGrid.of(new PixelImage(1, 2, 1, new byte[] {(byte) 255, (byte) 255}), 2);

        assertEquals(255, grid[0]);
        assertEquals(255, grid[3]);
    }

    /** Every pixel repeated side times each way; then each cell is a whole block of height x width repeats. */
    private static double[] naive(PixelImage image, int side) {
        double[] means = new double[side * side];
        int width = image.width();
        int height = image.height();
        for (int y = 0; y < height * side; y++) {
            for (int x = 0; x < width * side; x++) {
                int py = y / side;
                int px = x / side;
                double luma = image.channels() == 1
                        ? image.sample(py, px, 0)
                        : 0.299 * image.sample(py, px, 0)
                                + 0.587 * image.sample(py, px, 1)
                                + 0.114 * image.sample(py, px, 2);
                means[(y / height) * side + x / width] += luma / (width * height);
            }
        }
        return means;
    }

    private static PixelImage noise(int width, int height, int channels) {
        byte[] samples = new byte[width * height * channels];
        new Random(width * 31L + height).nextBytes(samples);
        return new PixelImage(width, height, channels, samples);
    }
}
