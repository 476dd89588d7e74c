package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoSetTest {
    @TempDir
    Path folder;

    private PhotoSet load(int size, int channels) {
        ImageFolder opened = ImageFolder.open(folder, DecodeLimits.DEFAULT);
        return PhotoSet.load(opened, file -> true, size, channels, DecodeLimits.DEFAULT);
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(DatasetException.class, () -> load(4, 1)).getMessage());
    }

    @Test
    void cropsToTheMiddleAndResizesByArea() throws Exception {
        byte[] samples = new byte[8 * 4 * 3];
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % 8;
            samples[i] = (byte) (x < 2 || x > 5 ? 255 : x < 4 ? 40 : 80);
        }
        TestPhotos.write(folder, "pit/a.png", new PixelImage(8, 4, 3, samples));
        assertEquals(
                new PixelImage(2, 2, 1, new byte[] {40, 80, 40, 80}),
                load(2, 1).photos().get(0).image());
        assertEquals(
                new PixelImage(1, 1, 3, new byte[] {60, 60, 60}),
                load(1, 3).photos().get(0).image());
    }

    @Test
    void keepsTheFoldersOrderAndHashesTheFile() throws Exception {
        for (int i = 0; i < 30; i++) {
            TestPhotos.write(folder, "c" + i % 3 + "/" + (10 + i) + ".png", TestPhotos.flat(4, i));
        }
        PhotoSet set = load(4, 1);
        ImageFolder opened = ImageFolder.open(folder, DecodeLimits.DEFAULT);
        assertEquals(opened.files(), set.photos().stream().map(Photo::file).toList());
        for (Photo photo : set.photos()) {
            int number = Integer.parseInt(photo.file().name().substring(3, 5)) - 10;
            assertEquals(TestPhotos.flat(4, number), photo.image());
            assertEquals(number % 3, photo.classIndex());
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(photo.file().path()));
            assertEquals(HexFormat.of().formatHex(hash), photo.sha256());
        }
    }

    @Test
    void loadsOnlyWhatIsChosenButKnowsAllClasses() throws Exception {
        TestPhotos.write(folder, "a/1.png", TestPhotos.flat(4, 1));
        TestPhotos.write(folder, "b/1.png", TestPhotos.flat(4, 2));
        ImageFolder opened = ImageFolder.open(folder, DecodeLimits.DEFAULT);
        PhotoSet set = PhotoSet.load(opened, file -> file.className().equals("b"), 4, 1, DecodeLimits.DEFAULT);
        assertEquals(List.of("a", "b"), set.classes());
        assertEquals(1, set.photos().size());
        assertEquals(1, set.photos().get(0).classIndex());
        assertThrows(DatasetException.class, () -> PhotoSet.load(opened, file -> false, 4, 1, DecodeLimits.DEFAULT));
    }

    @Test
    void namesEveryUnreadableFileAtOnce() throws Exception {
        Path whole = TestPhotos.write(folder, "a/good.png", TestPhotos.scene(20, 1));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("a/cut.png"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.writeString(folder.resolve("a/text.jpg"), "hello");
        String message = refusal();
        assertTrue(message.contains("expected 3 readable images, found 2 that cannot be read:"), message);
        assertTrue(message.contains("\n  a/cut.png: expected a whole image, found a truncated PNG"), message);
        assertTrue(message.contains("\n  a/text.jpg: expected a PNG, JPEG"), message);
        assertFalse(message.contains("good.png"));
    }

    @Test
    void listsAtMostTwentyUnreadableFiles() throws Exception {
        Files.createDirectories(folder.resolve("a"));
        for (int i = 10; i < 35; i++) {
            Files.writeString(folder.resolve("a/" + i + ".png"), "x");
        }
        String message = refusal();
        assertTrue(message.contains("a/29.png") && !message.contains("a/30.png"), message);
        assertTrue(message.endsWith("\n  and 5 more"), message);
    }

    @Test
    void anEmptyClassFolderIsAnErrorThatNamesIt() throws Exception {
        TestPhotos.write(folder, "a/1.png", TestPhotos.flat(4, 1));
        Files.createDirectories(folder.resolve("empty_class"));
        assertTrue(refusal().endsWith("expected images in every class folder, found none in empty_class"), refusal());
    }

    @Test
    void refusesSizesAndChannelsThatMakeNoImage() throws Exception {
        TestPhotos.write(folder, "a/1.png", TestPhotos.flat(4, 1));
        assertThrows(IllegalArgumentException.class, () -> load(0, 1));
        assertThrows(IllegalArgumentException.class, () -> load(4, 2));
    }
}
