package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SquareCropTest {
    @Test
    void keepsTheMiddle() {
        PixelImage wide = new PixelImage(5, 2, 1, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertEquals(new PixelImage(2, 2, 1, new byte[] {1, 2, 6, 7}), SquareCrop.centre(wide));
        PixelImage tall = new PixelImage(1, 3, 3, new byte[] {1, 1, 1, 2, 3, 4, 9, 9, 9});
        assertEquals(new PixelImage(1, 1, 3, new byte[] {2, 3, 4}), SquareCrop.centre(tall));
    }

    @Test
    void leavesASquareAlone() {
        PixelImage square = TestImages.noise(4, 4, 3, 2);
        assertEquals(square, SquareCrop.centre(square));
    }
}
