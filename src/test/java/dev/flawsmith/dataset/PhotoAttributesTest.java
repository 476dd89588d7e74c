package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotoAttributesTest {
    private static List<PhotoAttributes> measure(List<PixelImage> images) {
        List<Photo> photos = new ArrayList<>();
        images.forEach(image -> photos.add(TestPhotos.photo("a", 0, "x.png", image)));
        return PhotoAttributes.measure(photos);
    }

    /** A soft dark line through the middle, its direction in degrees from horizontal, on noise of deviation 4. */
    private static PixelImage line(double degrees) {
        Random random = new Random(5);
        double sin = Math.sin(Math.toRadians(degrees));
        double cos = Math.cos(Math.toRadians(degrees));
        return TestPhotos.grey(64, (y, x) -> {
            double distance = (x - 31.5) * sin + (y - 31.5) * cos; // rows grow downwards
            return (int) Math.round(150 - 80 * Math.exp(-distance * distance / 4) + 4 * random.nextGaussian());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0, horizontal",
        "15, horizontal",
        "165, horizontal",
        "30, ''",
        "45, ''",
        "60, ''",
        "75, vertical",
        "90, vertical",
        "105, vertical",
        "135, ''"
    })
    void namesTheDirectionOfALine(double degrees, String orientation) {
        assertEquals(orientation, measure(List.of(line(degrees))).get(0).orientation());
        double measured = StructureTensor.of(line(degrees)).lineDegrees();
        double apart = Math.abs(measured - degrees) % 180;
        assertEquals(0, Math.min(apart, 180 - apart), 3);
    }

    @Test
    void noiseAndFlatPhotosHaveNoDirection() {
        Random random = new Random(1);
        PixelImage noise = TestPhotos.grey(64, (y, x) -> random.nextInt(256));
        List<PhotoAttributes> measured = measure(List.of(noise, TestPhotos.flat(64, 9), TestPhotos.flat(1, 9)));
        measured.forEach(attributes -> assertEquals("", attributes.orientation()));
    }

    @Test
    void brightnessIsByThirdsOfAllPhotos() {
        List<PixelImage> images = new ArrayList<>();
        for (int value : new int[] {90, 10, 50, 60, 20, 40, 80, 70, 30}) {
            images.add(TestPhotos.flat(8, value));
        }
        assertEquals(
                List.of("bright", "dark", "medium", "medium", "dark", "medium", "bright", "bright", "dark"),
                measure(images).stream().map(PhotoAttributes::brightness).toList());
    }

    @Test
    void contrastIsByThirdsOfTheClass() {
        List<Photo> photos = new ArrayList<>();
        for (int amplitude : new int[] {30, 10, 20}) {
            int small = amplitude;
            int large = amplitude * 4;
            photos.add(TestPhotos.photo("a", 0, "x", TestPhotos.grey(8, (y, x) -> 120 + (x < 4 ? small : -small))));
            photos.add(TestPhotos.photo("b", 1, "x", TestPhotos.grey(8, (y, x) -> 120 + (x < 4 ? large : -large))));
        }
        assertEquals(
                List.of("strong", "strong", "faint", "faint", "clear", "clear"),
                PhotoAttributes.measure(photos).stream()
                        .map(PhotoAttributes::contrast)
                        .toList());
    }

    @Test
    void photosThatAreAllAlikeAreMediumAndClear() {
        PixelImage image = TestPhotos.scene(16, 1);
        assertEquals(
                List.of("medium clear", "medium clear"),
                measure(List.of(image, image)).stream()
                        .map(attributes -> attributes.brightness() + " " + attributes.contrast())
                        .toList());
    }
}
