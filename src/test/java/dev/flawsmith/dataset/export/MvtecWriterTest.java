package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.flawsmith.image.Png;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MvtecWriterTest {
    @TempDir
    Path folder;

    @Test
    void putsDefectsOfEverySplitBesideTheirMasks() throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path category =
                dataset.export(ExportFormat.MVTEC, folder.resolve("out")).resolve("made-up_parts");

        for (ExportSample sample : dataset.samples()) {
            if (sample.mask() != null) {
                assertArrayEquals(
                        Files.readAllBytes(sample.image()),
                        Files.readAllBytes(category.resolve("test/" + sample.file())));
                Path mask = category.resolve("ground_truth/" + sample.file().replace(".png", "_mask.png"));
                assertEquals(sample.mask(), Png.decode(Files.readAllBytes(mask)));
            }
        }
    }

    @Test
    void learnsFromGoodPartsAlone() throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path category =
                dataset.export(ExportFormat.MVTEC, folder.resolve("out")).resolve("made-up_parts");

        assertArrayEquals(
                new String[] {"good"}, category.resolve("train").toFile().list());
        assertArrayEquals(
                new String[] {"000015.png"},
                category.resolve("train/good").toFile().list());
        assertArrayEquals(
                new String[] {"000016.png"},
                category.resolve("test/good").toFile().list());
        assertFalse(Files.exists(category.resolve("ground_truth/good")));
    }
}
