package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageFolderWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"train", "validation", "test"})
    void saysOfEveryImageWhatItIs(String split) throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out =
                dataset.export(ExportFormat.IMAGEFOLDER, folder.resolve("out")).resolve(split);

        List<String> lines = Files.readAllLines(out.resolve("metadata.jsonl"));
        List<ExportSample> samples = dataset.of(split);
        assertEquals(samples.size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = new ObjectMapper().readTree(lines.get(i));
            ExportSample sample = samples.get(i);
            assertEquals(sample.className(), line.get("label").textValue());
            assertEquals(sample.metadata().get("prompt"), line.get("prompt").textValue());
            assertArrayEquals(
                    Files.readAllBytes(sample.image()),
                    Files.readAllBytes(out.resolve(line.get("file_name").textValue())));
        }
    }

    @Test
    void keepsNullsAndTheOrderOfTheMetadata() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.IMAGEFOLDER, folder.resolve("out"));

        assertEquals(
                "{\"file_name\":\"crack/000000.png\",\"label\":\"crack\",\"seed\":0,\"model\":null,\"prompt\":"
                        + "\"a \\\"crack\\\", größer <5 mm\",\"score\":0.0,\"synthetic\":true,\"remark\":null}",
                Files.readAllLines(out.resolve("train/metadata.jsonl")).get(0));
    }
}
