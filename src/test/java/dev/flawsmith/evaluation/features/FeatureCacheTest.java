package dev.flawsmith.evaluation.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.model.FeatureEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureCacheTest {
    private static final int IMAGES = 70; // more than two batches

    @TempDir
    Path folder;

    private final List<String> news = new ArrayList<>();
    private FeatureCache cache;
    private Path images;

    @BeforeEach
    void draw() throws IOException {
        cache = new FeatureCache(folder.resolve("cache"), news::add);
        images = folder.resolve("images");
        for (int i = 0; i < IMAGES; i++) {
            write("class" + i % 2 + "/" + (100 + i) + ".png", i);
        }
    }

    private void write(String name, int value) throws IOException {
        Path file = images.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] samples = {(byte) value, (byte) (value / 2), 0, (byte) 255, 7, 9};
        Files.write(file, Png.encode(new PixelImage(3, 2, 1, samples), Map.of()));
    }

    private ImageSet set() {
        return ImageSet.of(ImageFolder.open(images, DecodeLimits.DEFAULT), DecodeLimits.DEFAULT);
    }

    /** First sample, second sample and width, and how many images it was asked for. */
    private static final class Counting implements FeatureEncoder {
        private final String protocol;
        private int encoded;

        Counting(String protocol) {
            this.protocol = protocol;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String protocol() {
            return protocol;
        }

        @Override
        public String sha256() {
            return "00";
        }

        @Override
        public int dimension() {
            return 3;
        }

        @Override
        public float[][] encode(List<PixelImage> batch) {
            encoded += batch.size();
            return batch.stream()
                    .map(image -> new float[] {image.sample(0, 0, 0), image.sample(0, 1, 0), image.width()})
                    .toArray(float[][]::new);
        }

        @Override
        public void close() {}
    }

    @Test
    void keepsFeaturesInTheOrderOfTheFiles() {
        Counting encoder = new Counting("a");
        try (FeatureSet set = cache.encode(set(), encoder)) {
            assertEquals(IMAGES, set.rows().rows());
            assertArrayEquals(new float[] {0, 0, 3}, set.rows().row(0));
            assertArrayEquals(new float[] {2, 1, 3}, set.rows().row(1)); // class0/102.png
            assertArrayEquals(new float[] {69, 34, 3}, set.rows().row(69));
            assertEquals("class1", set.classes().get(35));
            assertTrue(set.files().get(1).endsWith("102.png"));
            assertEquals(new FeatureSet.Origin("counting", "a", "00"), set.origin());
        }
        assertEquals(IMAGES, encoder.encoded);
    }

    @Test
    void encodesOnceWhateverTheFilesAreCalled() throws IOException {
        Counting encoder = new Counting("a");
        String hash;
        try (FeatureSet set = cache.encode(set(), encoder)) {
            hash = set.contentSha256();
        }
        Files.move(images, folder.resolve("moved"));
        images = folder.resolve("moved");
        try (FeatureSet set = cache.encode(set(), encoder)) {
            assertEquals(IMAGES, encoder.encoded);
            assertEquals(hash, set.contentSha256());
            assertArrayEquals(new float[] {69, 34, 3}, set.rows().row(69));
        }
    }

    @Test
    void encodesAnewWhatIsAnotherImageOrAnotherProtocol() throws IOException {
        cache.encode(set(), new Counting("a")).close();
        Counting other = new Counting("b");
        cache.encode(set(), other).close();
        assertEquals(IMAGES, other.encoded);
        write("class0/100.png", 200);
        Counting again = new Counting("a");
        try (FeatureSet set = cache.encode(set(), again)) {
            assertEquals(IMAGES, again.encoded);
            assertEquals(200, set.rows().row(0)[0]);
        }
    }

    @Test
    void noticesADamagedEntryAndMakesItAnew() throws IOException {
        cache.encode(set(), new Counting("a")).close();
        Path entry = entry(".npy");
        byte[] bytes = Files.readAllBytes(entry);
        bytes[bytes.length - 3] ^= 1; // the shape still fits
        Files.write(entry, bytes);
        Counting again = new Counting("a");
        try (FeatureSet set = cache.encode(set(), again)) {
            assertEquals(IMAGES, again.encoded);
            assertArrayEquals(new float[] {69, 34, 3}, set.rows().row(69));
        }
        assertTrue(news.stream().anyMatch(line -> line.contains("making it anew")), news.toString());
        Counting third = new Counting("a");
        cache.encode(set(), third).close();
        assertEquals(0, third.encoded);
    }

    @Test
    void namesEveryFileThatCannotBeReadAndKeepsNothing() throws IOException {
        Files.writeString(images.resolve("class0/100.png"), "no image");
        Path whole = images.resolve("class1/169.png");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length - 20));
        var error = assertThrows(FeatureException.class, () -> cache.encode(set(), new Counting("a")));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains("found 2 that cannot"), message);
        assertTrue(message.contains("class0/100.png: expected") && message.contains("class1/169.png: "), message);
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void anotherOriginIsRefusedByName() throws IOException {
        try (FeatureSet a = cache.encode(set(), new Counting("a"));
                FeatureSet b = cache.encode(set(), new Counting("b"));
                FeatureSet array = FeatureSet.ofArray(entry(".npy"))) {
            assertNotEquals(a.origin(), b.origin());
            assertTrue(refusal(a, b).contains("protocol a") && refusal(a, b).contains("protocol b"));
            assertTrue(refusal(a, array).contains("encoder given"), refusal(a, array));
            FeatureSet.requireComparable(a, a);
            assertFalse(array.contentSha256().isEmpty());
        }
    }

    private static String refusal(FeatureSet a, FeatureSet b) {
        return String.valueOf(assertThrows(FeatureException.class, () -> FeatureSet.requireComparable(a, b))
                .getMessage());
    }

    @Test
    void choosesTheImagesOfASplit() throws IOException {
        StringBuilder csv = new StringBuilder("file,class,split\n");
        for (int i = 0; i < IMAGES; i++) {
            csv.append("class" + i % 2 + "/" + (100 + i) + ".png,class" + i % 2 + "," + (i < 10 ? "holdout" : "train"))
                    .append('\n');
        }
        var none = assertThrows(
                FeatureException.class,
                () -> ImageSet.of(ImageFolder.open(images, DecodeLimits.DEFAULT), Split.TRAIN, DecodeLimits.DEFAULT));
        assertTrue(String.valueOf(none.getMessage()).contains("expected a splits file"));
        Files.writeString(images.resolve("splits.csv"), csv);
        ImageFolder opened = ImageFolder.open(images, DecodeLimits.DEFAULT);
        assertEquals(
                10,
                ImageSet.of(opened, Split.HOLDOUT, DecodeLimits.DEFAULT).files().size());
        var empty = assertThrows(FeatureException.class, () -> ImageSet.of(opened, Split.TEST, DecodeLimits.DEFAULT));
        assertTrue(String.valueOf(empty.getMessage()).contains("(test): expected at least one image"));
    }

    private Path entry(String end) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("cache"))) {
            return entries.filter(path -> path.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
