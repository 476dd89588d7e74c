package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.image.PixelImage;
import org.junit.jupiter.api.Test;

class BoxTest {
    @Test
    void enclosesAllPixelsOfAMaskTightly() {
        byte[] mask = new byte[6 * 5];
        mask[1 * 6 + 4] = (byte) 255;
        mask[3 * 6 + 2] = (byte) 255;
        assertEquals(new Box(2, 1, 3, 3), Box.around(new PixelImage(6, 5, 1, mask)));
    }

    @Test
    void refusesAnEmptyMask() {
        PixelImage empty = new PixelImage(6, 5, 1, new byte[30]);
        assertThrows(IllegalArgumentException.class, () -> Box.around(empty));
    }

    @Test
    void refusesAnEmptyBoxNamingWhatItFound() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Box(1, 2, 0, 4));
        assertEquals(
                "expected x, y of at least 0 and width, height of at least 1, found x=1 y=2 width=0 height=4",
                refused.getMessage());
    }
}
