package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

final class YoloWriterTest {
    @TempDir
    Path folder;

    @Test
    void givesBoxesBackWithinHalfAPixel() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.YOLO, folder.resolve("out"));

        for (ExportSample sample : dataset.samples()) {
            List<String> lines = lines(out, sample);
            List<MaskRegion> regions = sample.mask() == null ? List.of() : MaskRegion.of(sample.mask());
            assertEquals(regions.size(), lines.size());
            for (int i = 0; i < lines.size(); i++) {
                double[] box = pixels(lines.get(i), sample);
                MaskRegion region = regions.get(i);
                assertEquals(label(dataset, sample) + " ", lines.get(i).substring(0, 2));
                assertEquals(region.x(), box[0] - box[2] / 2, 0.01);
                assertEquals(region.y(), box[1] - box[3] / 2, 0.01);
                assertEquals(region.width(), box[2], 0.01);
                assertEquals(region.height(), box[3], 0.01);
            }
        }
    }

    @Test
    void givesMasksBackFromPolygonsEvenWithHoles() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.YOLO_SEGMENTATION, folder.resolve("out"));

        for (ExportSample sample : dataset.samples()) {
            if (sample.mask() != null) {
                BitSet pixels = new BitSet();
                for (String line : lines(out, sample)) {
                    assertEquals(label(dataset, sample) + " ", line.substring(0, 2));
                    pixels.or(Rasters.polygon(
                            pixels(line, sample), Path2D.WIND_EVEN_ODD, sample.width(), sample.height()));
                }
                assertEquals(Rasters.of(sample.mask()), pixels, sample.file());
            }
        }
    }

    @Test
    void keepsAnEmptyFileOfAGoodImage() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.YOLO, folder.resolve("out"));

        assertEquals("", Files.readString(out.resolve("labels/train/good_000015.txt")));
        assertTrue(Files.exists(out.resolve("images/train/good_000015.png")));
    }

    @Test
    void describesItselfWithoutAPath() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.YOLO, folder.resolve("out"));

        JsonNode data = new YAMLMapper().readTree(out.resolve("data.yaml").toFile());
        assertEquals(List.of("train", "val", "test", "nc", "names"), keys(data));
        for (String split : List.of("train", "val", "test")) {
            assertTrue(Files.isDirectory(out.resolve(data.get(split).textValue())));
        }
        assertEquals("[\"crack\",\"good\",\"inclusion\",\"patch\",\"pit\",\"scratch\"]", data.get("names") + "");
    }

    @Test
    void keepsNamesThatYamlCouldTakeForSomethingElse() throws IOException {
        List<String> names = List.of("#1", "1", "1.5", "a 'b' \"c\"", "no", "null", "true", "~");
        Path out = folder.resolve("out");

        try (DatasetWriter writer =
                DatasetExport.open(ExportFormat.YOLO, out, new ExportInfo("set", "", "MIT", names))) {
            writer.finish();
        }

        Map<String, Object> data = new Yaml().load(Files.readString(out.resolve("data.yaml")));
        assertEquals(names, data.get("names"));
    }

    private static List<String> keys(JsonNode node) {
        return node.properties().stream().map(entry -> entry.getKey()).toList();
    }

    private static int label(TestDataset dataset, ExportSample sample) {
        return dataset.info().classes().indexOf(sample.className());
    }

    private static List<String> lines(Path out, ExportSample sample) throws IOException {
        String split = sample.split().equals("validation") ? "val" : sample.split();
        assertTrue(Files.exists(out.resolve("images/" + split + "/" + sample.stem() + ".png")));
        return Files.readAllLines(out.resolve("labels/" + split + "/" + sample.stem() + ".txt"));
    }

    /** What follows the label, times width and height in turn. */
    private static double[] pixels(String line, ExportSample sample) {
        String[] words = line.split(" ");
        double[] numbers =
                Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= i % 2 == 0 ? sample.width() : sample.height();
        }
        return numbers;
    }
}
