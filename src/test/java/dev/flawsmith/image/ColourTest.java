package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ColourTest {
    @Test
    void equalChannelsGiveExactlyThatGrey() {
        byte[] every = new byte[256];
        for (int v = 0; v < 256; v++) {
            every[v] = (byte) v;
        }
        PixelImage grey = new PixelImage(256, 1, 1, every);
        assertEquals(3, Colour.toRgb(grey).channels());
        assertEquals(grey, Colour.toGrey(Colour.toRgb(grey)));
    }

    @Test
    void greyIsRec601LumaRoundedToNearest() {
        PixelImage noise = TestImages.noise(31, 17, 3, 3);
        PixelImage grey = Colour.toGrey(noise);
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 31; x++) {
                double luma =
                        0.299 * noise.sample(y, x, 0) + 0.587 * noise.sample(y, x, 1) + 0.114 * noise.sample(y, x, 2);
                assertEquals(luma, grey.sample(y, x, 0), 0.5 + 1e-9);
            }
        }
        PixelImage primaries =
                new PixelImage(3, 1, 3, new byte[] {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255});
        assertEquals(new PixelImage(3, 1, 1, new byte[] {76, (byte) 150, 29}), Colour.toGrey(primaries));
    }
}
