package dev.flawsmith.dataset;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.IntBinaryOperator;

/** Photos and folders made for tests. */
final class TestPhotos {
    private TestPhotos() {}

    /** A grey square; the function takes row and column and is clipped to [0, 255]. */
    static PixelImage grey(int size, IntBinaryOperator valueAtRowColumn) {
        byte[] samples = new byte[size * size];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, valueAtRowColumn.applyAsInt(i / size, i % size)));
        }
        return new PixelImage(size, size, 1, samples);
    }

    static PixelImage flat(int size, int value) {
        return grey(size, (y, x) -> value);
    }

    /** A scene that no other seed resembles. */
    static PixelImage scene(int size, long seed) {
        Random random = new Random(seed);
        int[] blocks = random.ints(64, 30, 220).toArray();
        return grey(size, (y, x) -> blocks[y * 8 / size * 8 + x * 8 / size]);
    }

    static Photo photo(String className, int classIndex, String file, PixelImage image) {
        LabelledFile labelled =
                new LabelledFile(Path.of(className, file), className + "/" + file, className, null, null);
        return new Photo(labelled, classIndex, image, "");
    }

    static Path write(Path folder, String name, PixelImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, Png.encode(image, Map.of()));
    }
}
