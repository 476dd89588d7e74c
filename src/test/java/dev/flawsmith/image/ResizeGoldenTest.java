package dev.flawsmith.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** {@link BicubicResize} against Pillow 9.4.0 and {@link BilinearResize} against PyTorch 1.13; the files say how they were made. */
final class ResizeGoldenTest {
    @Test
    void bicubicIsPillowsInFloat() throws IOException {
        int clipped = 0;
        for (JsonNode c : cases("bicubic.json")) {
            PixelImage image = image(c);
            float[] resized = BicubicResize.resize(
                    image, c.get("to").get(0).asInt(), c.get("to").get(1).asInt());
            assertEquals(c.get("output").size(), resized.length);
            for (int i = 0; i < resized.length; i++) {
                double expected = c.get("output").get(i).asDouble();
                clipped += expected < 0 || expected > 255 ? 1 : 0;
                // One unit in the last place of a float near 255.
                assertEquals(Math.max(0, Math.min(255, expected)), resized[i], 3.1e-5, c.get("to") + " at " + i);
            }
        }
        assertTrue(clipped > 0, "expected overshoots among the vectors, found none");
    }

    @Test
    void bilinearIsPyTorchsWithoutAntialiasing() throws IOException {
        for (JsonNode c : cases("bilinear.json")) {
            float[] resized = BilinearResize.resize(
                    image(c), c.get("to").get(0).asInt(), c.get("to").get(1).asInt());
            assertEquals(c.get("output").size(), resized.length);
            for (int i = 0; i < resized.length; i++) {
                // Two units in the last place of a position near 16.
                assertEquals(c.get("output").get(i).asDouble(), resized[i], 2e-6, c.get("to") + " at " + i);
            }
        }
    }

    @Test
    void channelsAreResizedOnTheirOwn() {
        PixelImage grey = TestImages.noise(9, 7, 1, 1);
        float[] one = BicubicResize.resize(grey, 4, 5);
        float[] three = BicubicResize.resize(Colour.toRgb(grey), 4, 5);
        float[] linear = BilinearResize.resize(Colour.toRgb(grey), 4, 5);
        for (int i = 0; i < one.length; i++) {
            for (int c = 0; c < 3; c++) {
                assertEquals(one[i], three[c * one.length + i]);
                assertEquals(linear[i], linear[c * one.length + i]);
            }
        }
    }

    @Test
    void aSizeOfNothingIsRefused() {
        PixelImage image = TestImages.noise(4, 4, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> BicubicResize.resize(image, 0, 4));
        assertThrows(IllegalArgumentException.class, () -> BilinearResize.resize(image, 4, 0));
    }

    private static PixelImage image(JsonNode c) {
        byte[] samples = new byte[c.get("input").size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) c.get("input").get(i).asInt();
        }
        return new PixelImage(c.get("from").get(0).asInt(), c.get("from").get(1).asInt(), 1, samples);
    }

    private static JsonNode cases(String name) throws IOException {
        try (InputStream in = ResizeGoldenTest.class.getResourceAsStream("/golden/" + name)) {
            return JsonMapper.builder().build().readTree(in).get("cases");
        }
    }
}
