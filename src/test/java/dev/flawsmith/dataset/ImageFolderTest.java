package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final PixelImage IMAGE = TestPhotos.scene(8, 1);

    @TempDir
    Path folder;

    private ImageFolder open() {
        return ImageFolder.open(folder, DecodeLimits.DEFAULT);
    }

    private String refusal() {
        return String.valueOf(assertThrows(DatasetException.class, this::open).getMessage());
    }

    private void splits(String... lines) throws IOException {
        Files.write(folder.resolve(SplitsFile.NAME), List.of(lines));
    }

    @Test
    void listsClassesAndFilesSortedAndReportsTheRest() throws Exception {
        TestPhotos.write(folder, "pit/b.png", IMAGE);
        TestPhotos.write(folder, "pit/a.PNG", IMAGE);
        TestPhotos.write(folder, "crack/z.jpeg", IMAGE);
        TestPhotos.write(folder, "crack/.hidden.png", IMAGE);
        TestPhotos.write(folder, ".cache/a.png", IMAGE);
        TestPhotos.write(folder, "crack/deeper/x.png", IMAGE);
        Files.writeString(folder.resolve("pit/notes.txt"), "x");
        Files.writeString(folder.resolve("LICENSE"), "x");
        ImageFolder opened = open();
        assertEquals(List.of("crack", "pit"), opened.classes());
        assertEquals(
                List.of("crack/z.jpeg", "pit/a.PNG", "pit/b.png"),
                opened.files().stream().map(LabelledFile::name).toList());
        assertEquals(
                List.of(folder.resolve("crack/deeper"), folder.resolve("pit/notes.txt"), folder.resolve("LICENSE")),
                opened.otherFiles());
        assertNull(opened.files().get(0).split());
        assertEquals(IMAGE, opened.decode(opened.files().get(1)));
    }

    @Test
    void aFlatFolderIsOneClass() throws Exception {
        TestPhotos.write(folder, "b.png", IMAGE);
        TestPhotos.write(folder, "a.png", IMAGE);
        ImageFolder opened = open();
        String name = folder.getFileName().toString();
        assertEquals(List.of(name), opened.classes());
        assertEquals(
                List.of("a.png", "b.png"),
                opened.files().stream().map(LabelledFile::name).toList());
        assertEquals(name, opened.files().get(0).className());
    }

    @Test
    void takesSplitAndGroupFromSplitsCsv() throws Exception {
        TestPhotos.write(folder, "pit/a.png", IMAGE);
        TestPhotos.write(folder, "pit/b.png", IMAGE);
        splits("file,class,split,duplicate_group", "pit/b.png,pit,test,pit-1", "pit/a.png,pit,train,");
        List<LabelledFile> files = open().files();
        assertEquals(Split.TRAIN, files.get(0).split());
        assertNull(files.get(0).duplicateGroup());
        assertEquals(Split.TEST, files.get(1).split());
        assertEquals("pit-1", files.get(1).duplicateGroup());
    }

    @Test
    void refusesSplitsThatDoNotFitTheFolder() throws Exception {
        TestPhotos.write(folder, "pit/a.png", IMAGE);
        TestPhotos.write(folder, "pit/b.png", IMAGE);
        splits("file,class,split", "pit/a.png,pit,train", "pit/b.png,pit,test", "pit/c.png,pit,test");
        assertTrue(
                refusal()
                        .endsWith("line 4, field file: expected an image in the folder, found none named"
                                + " \"pit/c.png\""),
                refusal());
        splits("file,class,split", "pit/a.png,pit,train");
        assertTrue(refusal().endsWith("field file: expected a row for every image, found none for pit/b.png"));
        splits("file,class,split", "pit/a.png,pit,train", "pit/b.png,crack,test");
        assertTrue(refusal().contains("line 3, field class: expected \"pit\""), refusal());
    }

    @Test
    void refusesAFolderWithoutImagesAndWhatIsNoFolder() throws Exception {
        Files.createDirectories(folder.resolve("pit"));
        assertTrue(refusal().contains("expected images"));
        Path file = Files.writeString(folder.resolve("x"), "x");
        for (Path wrong : List.of(file, folder.resolve("none"))) {
            assertThrows(DatasetException.class, () -> ImageFolder.open(wrong, DecodeLimits.DEFAULT));
        }
    }
}
