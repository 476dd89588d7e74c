package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.flawsmith.image.PixelImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes with a picture is exact: mask, box and flawless twin, for every class at many sizes. */
class GroundTruthTest {
    private static final ProceduralGenerator GENERATOR = new ProceduralGenerator();

    static Stream<Arguments> classesAndSizes() {
        List<int[]> sizes = List.of(
                new int[] {16, 16},
                new int[] {64, 64},
                new int[] {33, 90},
                new int[] {128, 96},
                new int[] {16, 300},
                new int[] {400, 17});
        return ProceduralGenerator.classes().stream()
                .flatMap(name -> sizes.stream().map(size -> Arguments.of(name, size[0], size[1])));
    }

    @ParameterizedTest
    @MethodSource("classesAndSizes")
    void changesThePictureInsideTheMaskOnlyAndVisibly(String className, int width, int height) {
        for (long seed = 1000; seed < 1025; seed++) {
            ProceduralImage made = GENERATOR.generate(className, seed, width, height);
            String where = className + ", seed " + seed;
            for (PixelImage part : List.of(made.image(), made.normal(), made.mask())) {
                assertEquals(List.of(width, height, 1), List.of(part.width(), part.height(), part.channels()), where);
            }
            byte[] image = made.image().samples();
            byte[] normal = made.normal().samples();
            byte[] mask = made.mask().samples();
            for (int p = 0; p < mask.length; p++) {
                if (mask[p] != (byte) 255 && (mask[p] != 0 || image[p] != normal[p])) {
                    fail(where + ": pixel " + p + " has mask " + mask[p] + ", image " + image[p] + ", normal "
                            + normal[p]);
                }
            }
            assertTrue(Samples.visibility(made) >= 8, () -> where + ": found " + Samples.visibility(made));
            int area = Samples.area(made.mask());
            assertTrue(area >= 4 && area <= 0.7 * width * height, () -> where + ": found " + area + " pixels");
        }
    }

    @ParameterizedTest
    @MethodSource("classesAndSizes")
    void boxesTheMaskTightly(String className, int width, int height) {
        for (long seed = 0; seed < 10; seed++) {
            ProceduralImage made = GENERATOR.generate(className, seed, width, height);
            Box box = made.box();
            boolean left = false;
            boolean right = false;
            boolean top = false;
            boolean bottom = false;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    if (made.mask().sample(y, x, 0) != 0) {
                        assertTrue(x >= box.x() && x < box.x() + box.width(), className + ", seed " + seed);
                        assertTrue(y >= box.y() && y < box.y() + box.height(), className + ", seed " + seed);
                        left |= x == box.x();
                        right |= x == box.x() + box.width() - 1;
                        top |= y == box.y();
                        bottom |= y == box.y() + box.height() - 1;
                    }
                }
            }
            assertTrue(left && right && top && bottom, className + ", seed " + seed);
        }
    }
}
