package dev.flawsmith.dataset.export;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads COCO as its documentation describes it. */
final class CocoWriterTest {
    private TestDataset dataset;
    private Path out;

    @BeforeEach
    void export(@TempDir Path fresh) throws IOException {
        dataset = TestDataset.in(fresh.resolve("source"));
        out = dataset.export(ExportFormat.COCO, fresh.resolve("out"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "validation", "test"})
    void givesMasksBackExactlyFromRunLengths(String split) throws IOException {
        JsonNode file = read("instances_" + split + "_rle.json");

        masks(file).forEach((stem, mask) -> assertEquals(expected(stem), mask, stem));
        for (JsonNode annotation : file.get("annotations")) {
            assertTrue(annotation.get("segmentation").get("counts").isTextual());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "validation", "test"})
    void givesMasksBackFromPolygons(String split) throws IOException {
        masks(read("instances_" + split + ".json")).forEach((stem, mask) -> assertEquals(expected(stem), mask, stem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "validation", "test"})
    void agreesOnBoxesAndAreas(String split) throws IOException {
        JsonNode file = read("instances_" + split + "_rle.json");
        for (JsonNode annotation : file.get("annotations")) {
            int width = annotation.get("segmentation").get("size").get(1).intValue();
            int height = annotation.get("segmentation").get("size").get(0).intValue();
            BitSet mask = segmentation(annotation.get("segmentation"), width, height);
            assertEquals(mask.cardinality(), annotation.get("area").intValue());
            JsonNode box = annotation.get("bbox");
            int left = mask.stream().map(p -> p % width).min().orElseThrow();
            int right = mask.stream().map(p -> p % width).max().orElseThrow();
            int top = mask.stream().map(p -> p / width).min().orElseThrow();
            int bottom = mask.stream().map(p -> p / width).max().orElseThrow();
            assertEquals(
                    List.of(left, top, right - left + 1, bottom - top + 1),
                    List.of(
                            box.get(0).intValue(),
                            box.get(1).intValue(),
                            box.get(2).intValue(),
                            box.get(3).intValue()));
            assertEquals(0, annotation.get("iscrowd").intValue());
        }
    }

    @Test
    void usesRunLengthsForHolesAlone() throws IOException {
        List<Boolean> polygons = new ArrayList<>();
        JsonNode file = read("instances_train.json");
        int image = idOf(file, "pit_000017.png");
        for (JsonNode annotation : file.get("annotations")) {
            if (annotation.get("image_id").intValue() == image) {
                polygons.add(annotation.get("segmentation").isArray());
            }
        }
        // the corner, two rings, the diagonal, the other corner
        assertEquals(List.of(true, false, false, true, true), polygons);
    }

    @Test
    void numbersEverythingFromOneAndKeepsGoodImages() throws IOException {
        Set<Integer> images = new HashSet<>();
        Set<Integer> annotations = new HashSet<>();
        for (String split : List.of("train", "validation", "test")) {
            JsonNode file = read("instances_" + split + ".json");
            assertEquals(dataset.of(split).size(), file.get("images").size());
            file.get("images")
                    .forEach(image -> assertTrue(images.add(image.get("id").intValue())));
            file.get("annotations")
                    .forEach(annotation ->
                            assertTrue(annotations.add(annotation.get("id").intValue())));
        }
        assertTrue(images.contains(1) && images.contains(dataset.samples().size()) && annotations.contains(1));
        JsonNode categories = read("instances_train.json").get("categories");
        for (int i = 0; i < categories.size(); i++) {
            assertEquals(i + 1, categories.get(i).get("id").intValue());
            assertEquals(
                    dataset.info().classes().get(i),
                    categories.get(i).get("name").textValue());
        }
        assertTrue(idOf(read("instances_test.json"), "good_000016.png") > 0);
    }

    private JsonNode read(String name) throws IOException {
        return new ObjectMapper()
                .readTree(out.resolve("annotations").resolve(name).toFile());
    }

    private BitSet expected(String stem) {
        var mask = dataset.stem(stem).mask();
        return mask == null ? new BitSet() : Rasters.of(mask);
    }

    private static int idOf(JsonNode file, String fileName) {
        for (JsonNode image : file.get("images")) {
            if (image.get("file_name").textValue().equals(fileName)) {
                return image.get("id").intValue();
            }
        }
        throw new AssertionError("expected an image " + fileName + ", found none");
    }

    /** The union of an image's instances, by the image's stem; checks categories and images on the way. */
    private Map<String, BitSet> masks(JsonNode file) {
        Map<Integer, JsonNode> images = new HashMap<>();
        Map<String, BitSet> masks = new HashMap<>();
        file.get("images").forEach(image -> {
            images.put(image.get("id").intValue(), image);
            masks.put(stem(image), new BitSet());
        });
        for (JsonNode annotation : file.get("annotations")) {
            JsonNode image =
                    requireNonNull(images.get(annotation.get("image_id").intValue()));
            String className =
                    dataset.info().classes().get(annotation.get("category_id").intValue() - 1);
            assertEquals(dataset.stem(stem(image)).className(), className);
            masks.computeIfAbsent(stem(image), stem -> new BitSet())
                    .or(segmentation(
                            annotation.get("segmentation"),
                            image.get("width").intValue(),
                            image.get("height").intValue()));
        }
        String split = dataset.stem(masks.keySet().iterator().next()).split();
        masks.keySet().forEach(stem -> assertTrue(Files.exists(out.resolve("images/" + split + "/" + stem + ".png"))));
        return masks;
    }

    private static String stem(JsonNode image) {
        return image.get("file_name").textValue().replace(".png", "");
    }

    private static BitSet segmentation(JsonNode segmentation, int width, int height) {
        if (segmentation.isObject()) {
            return Rasters.runs(segmentation.get("counts").textValue(), width, height);
        }
        BitSet pixels = new BitSet();
        for (JsonNode polygon : segmentation) {
            double[] corners = new double[polygon.size()];
            for (int i = 0; i < corners.length; i++) {
                corners[i] = polygon.get(i).doubleValue();
            }
            pixels.or(Rasters.polygon(corners, Path2D.WIND_EVEN_ODD, width, height));
        }
        return pixels;
    }
}
