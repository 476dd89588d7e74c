package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaResizeTest {
    /** The mean of the input over the output pixel's rectangle, by the definition, one overlap at a time. */
    private static double area(PixelImage image, int width, int height, int y, int x, int channel) {
        double scaleX = image.width() / (double) width;
        double scaleY = image.height() / (double) height;
        double sum = 0;
        for (int v = 0; v < image.height(); v++) {
            for (int u = 0; u < image.width(); u++) {
                double overlapX = Math.max(0, Math.min((x + 1) * scaleX, u + 1) - Math.max(x * scaleX, u));
                double overlapY = Math.max(0, Math.min((y + 1) * scaleY, v + 1) - Math.max(y * scaleY, v));
                sum += overlapX * overlapY * image.sample(v, u, channel);
            }
        }
        return sum / (scaleX * scaleY);
    }

    private static double bilinear(PixelImage image, int width, int height, int y, int x, int channel) {
        double u = clamp((x + 0.5) * image.width() / width - 0.5, image.width() - 1);
        double v = clamp((y + 0.5) * image.height() / height - 0.5, image.height() - 1);
        int u0 = (int) u;
        int v0 = (int) v;
        int u1 = Math.min(u0 + 1, image.width() - 1);
        int v1 = Math.min(v0 + 1, image.height() - 1);
        double top = image.sample(v0, u0, channel) * (1 - (u - u0)) + image.sample(v0, u1, channel) * (u - u0);
        double bottom = image.sample(v1, u0, channel) * (1 - (u - u0)) + image.sample(v1, u1, channel) * (u - u0);
        return top * (1 - (v - v0)) + bottom * (v - v0);
    }

    private static double clamp(double value, double max) {
        return Math.max(0, Math.min(max, value));
    }

    @ParameterizedTest
    @CsvSource({"8,8,4,4,1", "17,11,5,3,3", "128,128,64,64,1", "100,30,99,29,1", "7,13,1,1,3", "31,9,31,4,1"})
    void shrinksToTheExactAreaMean(int fromWidth, int fromHeight, int width, int height, int channels) {
        PixelImage image = TestImages.noise(fromWidth, fromHeight, channels, 7);
        PixelImage resized = AreaResize.resize(image, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    // Within half a step of the true value, with room for the oracle's own rounding.
                    assertEquals(area(image, width, height, y, x, c), resized.sample(y, x, c), 0.5 + 1e-9);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4,4,8,8,1", "5,3,17,11,3", "1,1,6,5,1", "2,9,3,10,3", "99,3,100,5,1"})
    void enlargesByLinearInterpolationBetweenCentres(
            int fromWidth, int fromHeight, int width, int height, int channels) {
        PixelImage image = TestImages.noise(fromWidth, fromHeight, channels, 8);
        PixelImage resized = AreaResize.resize(image, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    assertEquals(bilinear(image, width, height, y, x, c), resized.sample(y, x, c), 0.5 + 1e-9);
                }
            }
        }
    }

    @Test
    void roundsHalvesUp() {
        PixelImage image = new PixelImage(4, 1, 1, new byte[] {0, 1, (byte) 254, (byte) 255});
        assertEquals(new PixelImage(2, 1, 1, new byte[] {1, (byte) 255}), AreaResize.resize(image, 2, 1));
    }

    @Test
    void aFlatImageStaysFlatAtEverySize() {
        byte[] samples = new byte[13 * 9];
        Arrays.fill(samples, (byte) 201);
        PixelImage image = new PixelImage(13, 9, 1, samples);
        for (int size = 1; size < 40; size++) {
            for (byte sample : AreaResize.resize(image, size, 41 - size).samples()) {
                assertEquals((byte) 201, sample);
            }
        }
    }

    @Test
    void keepsAnImageOfTheRightSizeAndRefusesSizeZero() {
        PixelImage image = TestImages.noise(6, 5, 3, 1);
        assertEquals(image, AreaResize.resize(image, 6, 5));
        assertThrows(IllegalArgumentException.class, () -> AreaResize.resize(image, 0, 5));
    }
}
