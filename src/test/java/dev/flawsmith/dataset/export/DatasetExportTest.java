package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DatasetExportTest {
    /** What makes a folder a dataset to those who read it. */
    private static final Map<ExportFormat, String> INDEX = Map.of(
            ExportFormat.IMAGEFOLDER, "train/metadata.jsonl",
            ExportFormat.COCO, "annotations/instances_train.json",
            ExportFormat.YOLO, "data.yaml",
            ExportFormat.YOLO_SEGMENTATION, "data.yaml",
            ExportFormat.VOC, "ImageSets/Main/train.txt",
            ExportFormat.MVTEC, "made-up_parts",
            ExportFormat.WEBDATASET, "train-000000.tar",
            ExportFormat.PARQUET, "data/train-00000-of-00001.parquet");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void writesTheSameBytesTwice(ExportFormat format) throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));
        TestDataset again = TestDataset.in(folder.resolve("elsewhere"));

        Path one = dataset.export(format, folder.resolve("one"));
        Path other = again.export(format, folder.resolve("other"));

        List<String> files = files(one);
        assertEquals(files, files(other));
        for (String file : files) {
            assertArrayEquals(Files.readAllBytes(one.resolve(file)), Files.readAllBytes(other.resolve(file)), file);
        }
        assertTrue(Files.exists(one.resolve(INDEX.get(format))), files::toString);
        assertTrue(files.stream().noneMatch(file -> file.contains("partial")), files::toString);
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingThatLooksWholeWhenNotFinished(ExportFormat format) throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        try (DatasetWriter writer = DatasetExport.open(format, folder.resolve("out"), dataset.info())) {
            for (ExportSample sample : dataset.samples()) {
                writer.add(sample);
            }
        }

        assertFalse(Files.exists(folder.resolve("out").resolve(INDEX.get(format))));
    }

    @ParameterizedTest
    @EnumSource
    void takesOnlyImagesWithMasksWhereMasksAreNeeded(ExportFormat format) throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));
        PixelImage image = new PixelImage(4, 4, 1, new byte[16]);
        ExportSample sample = TestDataset.sample(folder.resolve("source"), "pit", "train", 99, image, null);

        try (DatasetWriter writer = DatasetExport.open(format, folder.resolve("out"), dataset.info())) {
            if (format.needsMasks()) {
                var e = assertThrows(IllegalArgumentException.class, () -> writer.add(sample));
                assertEquals(
                        "pit/000099.png: expected a mask for the format " + format.wireName() + ", found none",
                        e.getMessage());
                writer.add(dataset.samples().get(0));
            } else {
                writer.add(sample);
            }
            writer.finish();
        }
    }

    @ParameterizedTest
    @EnumSource
    void finishesNothingAfterAFileThatCouldNotBeRead(ExportFormat format) throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));
        ExportSample sample = dataset.samples().get(0);
        Files.delete(sample.image());

        try (DatasetWriter writer = DatasetExport.open(format, folder.resolve("out"), dataset.info())) {
            assertThrows(NoSuchFileException.class, () -> {
                writer.add(sample);
                writer.finish();
            });
            assertThrows(IllegalStateException.class, writer::finish);
        }

        assertFalse(Files.exists(folder.resolve("out").resolve(INDEX.get(format))));
    }

    @Test
    void takesNoSampleOfAnUnknownClass() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));
        PixelImage image = new PixelImage(4, 4, 1, new byte[16]);
        ExportSample sample = TestDataset.sample(folder.resolve("source"), "dent", "train", 99, image, null);

        try (DatasetWriter writer = DatasetExport.open(ExportFormat.PARQUET, folder.resolve("out"), dataset.info())) {
            var e = assertThrows(IllegalArgumentException.class, () -> writer.add(sample));
            assertEquals(
                    "dent/000099.png: expected a class of " + dataset.info().classes() + ", found \"dent\"",
                    e.getMessage());
        }
    }

    @Test
    void takesNothingAfterTheEnd() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));
        ExportSample sample = dataset.samples().get(0);

        try (DatasetWriter writer = DatasetExport.open(ExportFormat.YOLO, folder.resolve("out"), dataset.info())) {
            writer.add(sample);
            writer.finish();
            assertThrows(IllegalStateException.class, () -> writer.add(sample));
            assertThrows(IllegalStateException.class, writer::finish);
        }
    }

    @Test
    void opensOnlyAnEmptyFolder() throws IOException {
        ExportInfo info = new ExportInfo("set", "", "MIT", List.of("pit"));
        Files.writeString(folder.resolve("note.txt"), "mine");

        var e = assertThrows(DatasetException.class, () -> DatasetExport.open(ExportFormat.COCO, folder, info));

        assertEquals(folder + ": expected an empty folder, found note.txt", e.getMessage());
    }

    @Test
    void linksImagesWhereItCan() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.IMAGEFOLDER, folder.resolve("out"));

        ExportSample sample = dataset.samples().get(0);
        Path linked = out.resolve(sample.split()).resolve(sample.file());
        @Nullable Object source = Files.getAttribute(sample.image(), "unix:ino");
        assertEquals(source, Files.getAttribute(linked, "unix:ino"));
    }

    @Test
    void namesAllFormatsWhenItKnowsNone() {
        assertEquals(ExportFormat.YOLO_SEGMENTATION, ExportFormat.named("yolo-segmentation"));
        var e = assertThrows(IllegalArgumentException.class, () -> ExportFormat.named("zip"));
        assertEquals(
                "expected a format of imagefolder, coco, yolo, yolo-segmentation, voc, mvtec, webdataset, parquet,"
                        + " found \"zip\"",
                e.getMessage());
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
