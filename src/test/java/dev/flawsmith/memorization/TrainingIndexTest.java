package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingIndexTest {
    private static final PixelDescriptor DESCRIPTOR = new PixelDescriptor();

    @Test
    void calibratesOnTheHoldoutPhotos() {
        TrainingIndex index = TrainingIndex.build(photos(), DESCRIPTOR);
        List<CopyScore> holdout = new ArrayList<>();
        for (long seed = 100; seed < 106; seed++) {
            holdout.add(index.score(RandomTexture.of(seed)));
        }

        assertEquals(Calibration.of(holdout), index.calibration());
        assertEquals(new IndexEntry("a/3.png", "a", hash(3)), index.train().get(3));
        assertEquals(
                new IndexEntry("b/100.png", "b", hash(100)), index.holdout().get(0));
    }

    @Test
    void isTheSameAfterWritingAndReading(@TempDir Path directory) throws IOException {
        TrainingIndex written = TrainingIndex.build(photos(), DESCRIPTOR);
        written.write(directory.resolve("new/index"));
        TrainingIndex read = TrainingIndex.read(directory.resolve("new/index"));

        assertEquals(written.train(), read.train());
        assertEquals(written.holdout(), read.holdout());
        assertEquals(written.calibration(), read.calibration());
        for (long seed = 0; seed < 200; seed += 25) {
            PixelImage image = RandomTexture.of(seed);
            assertEquals(written.score(image), read.score(image));
        }
    }

    @Test
    void writesTheSameBytesTwiceAndLeavesNoDrafts(@TempDir Path directory) throws IOException {
        TrainingIndex index = TrainingIndex.build(photos(), DESCRIPTOR);
        index.write(directory.resolve("a"));
        index.write(directory.resolve("b"));
        index.write(directory.resolve("b"));

        for (String file : List.of("descriptors.safetensors", "index.json")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            directory.resolve("a").resolve(file),
                            directory.resolve("b").resolve(file)));
        }
        try (Stream<Path> files = Files.list(directory.resolve("b"))) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void keepsNoPixels(@TempDir Path directory) throws IOException {
        TrainingIndex.build(photos(), DESCRIPTOR).write(directory);
        long numbers = (long) (12 + 6) * DESCRIPTOR.dimension();

        assertTrue(Files.size(directory.resolve("descriptors.safetensors")) < numbers * Float.BYTES + 300);
    }

    @Test
    void leavesOutAHoldoutPhotoThatEqualsATrainingPhoto() {
        List<IndexedPhoto> photos = photos();
        photos.add(photo(200, true, ImageSymmetry.ROTATE_90.apply(RandomTexture.of(5))));
        TrainingIndex index = TrainingIndex.build(photos, DESCRIPTOR);

        assertEquals(7, index.holdout().size());
        assertEquals(6, index.calibration().holdout());
        assertEquals(1, index.calibration().copiesLeftOut());
        assertTrue(index.calibration().threshold() > 0);
    }

    @ParameterizedTest
    @EnumSource(ImageSymmetry.class)
    void turnedPhotosFindATurnedCopyInOneRow(ImageSymmetry symmetry, @TempDir Path directory) throws IOException {
        TrainingIndex.build(photos(), new Turning()).write(directory);
        Turning counted = new Turning();
        TrainingIndex index = TrainingIndex.read(directory, counted);

        CopyScore copy = index.score(symmetry.apply(RandomTexture.of(7)));

        assertEquals(0, copy.distance());
        assertEquals(0, copy.score());
        assertEquals(7, copy.nearest());
        assertEquals(1, counted.described);
        assertEquals(0, counted.turned);
        assertTrue(index.calibration().tooClose(copy));
        assertFalse(index.calibration().tooClose(index.score(RandomTexture.of(300))));
    }

    @Test
    void anIndexOfTheFirstFormatTurnsTheImageWhateverTheDescriptorPrefers(@TempDir Path directory) throws IOException {
        TrainingIndex written = TrainingIndex.build(photos(), DESCRIPTOR);
        written.write(directory);
        Path document = directory.resolve("index.json");
        String text = Files.readString(document);
        Files.writeString(
                document,
                text.replace("\"format_version\" : 2", "\"format_version\" : 1")
                        .replaceFirst("\\s*\"views\" : 1,", ""));
        Turning counted = new Turning();
        TrainingIndex read = TrainingIndex.read(directory, counted);

        for (long seed = 0; seed < 200; seed += 50) {
            PixelImage image = RandomTexture.of(seed);
            assertEquals(written.score(image), read.score(image));
        }
        assertEquals(4, counted.turned);
        assertArrayEquals(written.trainDescriptors(), read.trainDescriptors());
    }

    @Test
    void keepsTheDescriptorsOfPhotosAsTheyAre() {
        float[][] rows = TrainingIndex.build(photos(), new Turning()).trainDescriptors();

        assertEquals(12, rows.length);
        assertArrayEquals(DESCRIPTOR.describe(RandomTexture.of(4)), rows[4]);
    }

    /** The pixel descriptor, as one that turns the photos. */
    private static final class Turning implements ImageDescriptor {
        private int described;
        private int turned;

        @Override
        public String id() {
            return DESCRIPTOR.id();
        }

        @Override
        public int dimension() {
            return DESCRIPTOR.dimension();
        }

        @Override
        public float[] describe(PixelImage image) {
            described++;
            return DESCRIPTOR.describe(image);
        }

        @Override
        public float[][] describeSymmetries(PixelImage image) {
            turned++;
            return DESCRIPTOR.describeSymmetries(image);
        }

        @Override
        public boolean turnsPhotos() {
            return true;
        }
    }

    @Test
    void refusesTooFewPhotos() {
        List<IndexedPhoto> one = List.of(photo(1, false, RandomTexture.of(1)), photo(2, true, RandomTexture.of(2)));
        List<IndexedPhoto> noHoldout =
                photos().stream().filter(photo -> !photo.holdout()).toList();

        assertEquals(
                "expected at least 2 training photos and 1 holdout photo, found 1 and 1",
                assertThrows(IllegalArgumentException.class, () -> TrainingIndex.build(one, DESCRIPTOR))
                        .getMessage());
        assertEquals(
                "expected at least 2 training photos and 1 holdout photo, found 12 and 0",
                assertThrows(IllegalArgumentException.class, () -> TrainingIndex.build(noHoldout, DESCRIPTOR))
                        .getMessage());
    }

    @Test
    void refusesAHashThatIsNone() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new IndexedPhoto("a.png", "a", false, "ABC", RandomTexture.of(1)));
        assertFalse(photo(1, false, RandomTexture.of(1)).holdout());
    }

    private static List<IndexedPhoto> photos() {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (long seed = 0; seed < 12; seed++) {
            photos.add(photo(seed, false, RandomTexture.of(seed)));
        }
        for (long seed = 100; seed < 106; seed++) {
            photos.add(photo(seed, true, RandomTexture.of(seed)));
        }
        return photos;
    }

    private static IndexedPhoto photo(long number, boolean holdout, PixelImage image) {
        String className = holdout ? "b" : "a";
        return new IndexedPhoto(className + "/" + number + ".png", className, holdout, hash(number), image);
    }

    private static String hash(long number) {
        return String.format("%064x", number);
    }
}
