package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the files with DuckDB. */
final class ParquetDatasetWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"train", "validation", "test"})
    void givesEverySampleBack(String split) throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.PARQUET, folder.resolve("out"));

        List<ExportSample> samples = dataset.of(split);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery("SELECT *, image.bytes AS image_bytes, image.path AS"
                        + " image_path, mask.bytes AS mask_bytes FROM " + file(out, split))) {
            for (ExportSample sample : samples) {
                assertTrue(rows.next());
                assertArrayEquals(Files.readAllBytes(sample.image()), bytes(rows, "image_bytes"));
                assertEquals(sample.file(), rows.getString("image_path"));
                assertEquals(dataset.info().classes().indexOf(sample.className()), rows.getLong("label"));
                assertEquals(sample.className(), rows.getString("class"));
                assertEquals(split, rows.getString("split"));
                for (String key : List.of("seed", "model", "prompt", "score", "synthetic", "remark")) {
                    assertEquals(sample.metadata().get(key), rows.getObject(key), key);
                }
                byte[] mask = bytes(rows, "mask_bytes");
                assertEquals(sample.mask(), mask == null ? null : Png.decode(mask));
                assertEquals(mask == null, rows.getObject("mask") == null);
            }
            assertFalse(rows.next());
        }
    }

    @Test
    void hasTheTypesThatItPromises() throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.PARQUET, folder.resolve("out"));

        List<String> types = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + file(out, "train"))) {
            while (rows.next()) {
                types.add(rows.getString("column_name") + " " + rows.getString("column_type"));
            }
        }
        assertEquals(
                List.of(
                        "image STRUCT(bytes BLOB, path VARCHAR)",
                        "label BIGINT",
                        "class VARCHAR",
                        "split VARCHAR",
                        "mask STRUCT(bytes BLOB, path VARCHAR)",
                        "seed BIGINT",
                        "model VARCHAR",
                        "prompt VARCHAR",
                        "score DOUBLE",
                        "synthetic BOOLEAN",
                        "remark VARCHAR"),
                types);
    }

    @Test
    void tellsHuggingFaceWhatTheColumnsAre() throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.PARQUET, folder.resolve("out"));

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery("SELECT value FROM parquet_kv_metadata('" + path(out, "train")
                        + "') WHERE key::VARCHAR = 'huggingface'")) {
            assertTrue(rows.next());
            JsonNode features = new ObjectMapper()
                    .readTree(new String(bytes(rows, "value"), StandardCharsets.UTF_8))
                    .at("/info/features");
            assertEquals("{\"_type\":\"Image\"}", features.get("image") + "");
            assertEquals("{\"_type\":\"Image\"}", features.get("mask") + "");
            assertEquals("ClassLabel", features.at("/label/_type").textValue());
            assertEquals("crack", features.at("/label/names/0").textValue());
            assertEquals("{\"dtype\":\"int64\",\"_type\":\"Value\"}", features.get("seed") + "");
            assertEquals("{\"dtype\":\"bool\",\"_type\":\"Value\"}", features.get("synthetic") + "");
            assertEquals(11, features.size());
        }
    }

    @Test
    void refusesOtherKeysAndTypesByName() throws IOException {
        ExportInfo info = new ExportInfo("set", "", "MIT", List.of("pit"));
        try (DatasetWriter writer = DatasetExport.open(ExportFormat.PARQUET, folder.resolve("out"), info)) {
            writer.add(sample("pit/1.png", Map.of("seed", 1L, "model", "a")));
            refuses(
                    writer,
                    Map.of("seed", 1L),
                    "expected the metadata keys of the first sample, found [model] missing");
            refuses(
                    writer,
                    Map.of("seed", 1L, "tone", "a"),
                    "expected the metadata keys of the first sample, found [model] missing and [tone] besides");
            refuses(
                    writer,
                    Map.of("seed", "one", "model", "a"),
                    "expected metadata seed of the type int64, as in the samples before, found string");
            writer.add(sample("pit/3.png", Map.of("seed", 2, "model", "b")));
            writer.finish();
        }
    }

    @Test
    void keepsRowGroupsModerate() throws Exception {
        ExportInfo info = new ExportInfo("set", "", "MIT", List.of("pit"));
        Path image = folder.resolve("large.png");
        Files.write(image, new byte[10 << 20]);
        try (DatasetWriter writer = DatasetExport.open(ExportFormat.PARQUET, folder.resolve("out"), info)) {
            for (int i = 0; i < 20; i++) {
                writer.add(new ExportSample("pit/" + i + ".png", "pit", "train", image, 1, 1, 1, null, Map.of()));
            }
            writer.finish();
        }

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery("SELECT max(row_group_num_rows), sum(DISTINCT"
                        + " row_group_id * 1000 + row_group_num_rows) % 1000 FROM parquet_metadata('"
                        + path(folder.resolve("out"), "train") + "')")) {
            assertTrue(rows.next());
            assertTrue(rows.getLong(1) <= 8, () -> "expected row groups of about 64 MiB");
            assertEquals(20, rows.getLong(2));
        }
    }

    private ExportSample sample(String file, Map<String, @Nullable Object> metadata) throws IOException {
        Path image = folder.resolve("one.png");
        Files.write(image, Png.encode(new PixelImage(1, 1, 1, new byte[1]), Map.of()));
        return new ExportSample(file, "pit", "train", image, 1, 1, 1, null, new HashMap<>(metadata));
    }

    private void refuses(DatasetWriter writer, Map<String, @Nullable Object> metadata, String message) {
        var e = assertThrows(IllegalArgumentException.class, () -> writer.add(sample("pit/2.png", metadata)));
        assertEquals("pit/2.png: " + message, e.getMessage());
    }

    private static Path path(Path out, String split) {
        return out.resolve("data/" + split + "-00000-of-00001.parquet");
    }

    private static String file(Path out, String split) {
        return "read_parquet('" + path(out, split) + "')";
    }

    private static byte @Nullable [] bytes(ResultSet rows, String column) throws SQLException {
        Blob blob = rows.getBlob(column);
        if (rows.wasNull() || blob == null) {
            assertNull(rows.getObject(column));
            return null;
        }
        return blob.getBytes(1, (int) blob.length());
    }
}
