package dev.flawsmith.dataset.export;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebDatasetWriterTest {
    @TempDir
    Path folder;

    @Test
    void putsAllOfAnImageUnderOneKey() throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.WEBDATASET, folder.resolve("out"));

        for (String split : List.of("train", "validation", "test")) {
            Map<String, byte[]> files = read(out.resolve(split + "-000000.tar"));
            for (ExportSample sample : dataset.of(split)) {
                byte[] png = taken(files, sample.name() + ".png");
                assertArrayEquals(Files.readAllBytes(sample.image()), png);
                assertEquals(
                        "seed " + Integer.parseInt(sample.name()),
                        Png.readText(png).get("recipe"));
                assertEquals(
                        "" + dataset.info().classes().indexOf(sample.className()),
                        new String(taken(files, sample.name() + ".cls"), StandardCharsets.US_ASCII));
                JsonNode json = new ObjectMapper().readTree(taken(files, sample.name() + ".json"));
                assertEquals(sample.file(), json.get("file").textValue());
                assertEquals(sample.metadata().get("score"), json.get("score").doubleValue());
                if (sample.mask() != null) {
                    assertEquals(sample.mask(), Png.decode(taken(files, sample.name() + ".mask.png")));
                }
            }
            assertEquals(Map.of(), files);
        }
    }

    @Test
    void beginsAnotherFileWhenOneIsFull() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));
        Path out = folder.resolve("out");

        try (WebDatasetWriter writer = new WebDatasetWriter(new ExportFolder(out), dataset.info(), 3)) {
            for (ExportSample sample : dataset.samples()) {
                writer.add(sample);
            }
            writer.finish();
        }

        try (Stream<Path> files = Files.list(out)) {
            // 7 for training, 5 for validation, 6 for the test
            assertEquals(
                    List.of(
                            "test-000000.tar",
                            "test-000001.tar",
                            "train-000000.tar",
                            "train-000001.tar",
                            "train-000002.tar",
                            "validation-000000.tar",
                            "validation-000001.tar"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(4, read(out.resolve("train-000002.tar")).size());
    }

    private static byte[] taken(Map<String, byte[]> files, String name) {
        return requireNonNull(files.remove(name), name);
    }

    private static Map<String, byte[]> read(Path file) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream bytes = Files.newInputStream(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(bytes)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertEquals(0, entry.getLastModifiedTime().toMillis());
                assertEquals("00", "" + entry.getLongUserId() + entry.getLongGroupId());
                assertEquals("", entry.getUserName() + entry.getGroupName());
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        return files;
    }
}
