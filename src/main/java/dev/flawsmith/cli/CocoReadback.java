package dev.flawsmith.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of the COCO export of a painted dataset: every image with annotations of its class whose segmentations, polygons and run
 * lengths alike, are the mask together, and each of which has the bounding box that it says. Polygons are those of
 * {@code CocoWriter}, along the edges of pixels: one that is not is taken for wrong.
 */
final class CocoReadback {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Coco> images = new HashMap<>();

    /** An image of one of the files, what its annotations mark, and whether they are sound by themselves. */
    private static final class Coco {
        private final Path file;
        private final int width;
        private final int height;
        private final BitSet polygons = new BitSet();
        private final BitSet runs = new BitSet();
        private final Set<String> categories = new HashSet<>();
        private boolean sound = true;

        Coco(Path file, int width, int height) {
            this.file = file;
            this.width = width;
            this.height = height;
        }
    }

    /** @param root holds {@code images} and {@code annotations} */
    CocoReadback(Path root) throws IOException {
        for (String split : List.of("train", "validation", "test")) {
            read(root, split, "");
            read(root, split, "_rle");
        }
    }

    private void read(Path root, String split, String kind) throws IOException {
        Path file = root.resolve("annotations/instances_" + split + kind + ".json");
        if (!Files.isRegularFile(file)) {
            return;
        }
        JsonNode json = JSON.readTree(file.toFile());
        Map<Long, String> categories = new HashMap<>();
        json.required("categories")
                .forEach(each -> categories.put(
                        each.required("id").asLong(), each.required("name").asText()));
        Map<Long, Coco> byId = new HashMap<>();
        for (JsonNode image : json.required("images")) {
            String name = image.required("file_name").asText();
            Coco one = images.computeIfAbsent(
                    ExportReadback.number(name),
                    number -> new Coco(
                            root.resolve("images").resolve(split).resolve(name),
                            image.required("width").asInt(),
                            image.required("height").asInt()));
            byId.put(image.required("id").asLong(), one);
        }
        for (JsonNode annotation : json.required("annotations")) {
            Coco one = byId.get(annotation.required("image_id").asLong());
            if (one == null) {
                throw new IllegalStateException(
                        file + ": expected an image of every annotation, found none of " + annotation.required("id"));
            }
            String category = categories.get(annotation.required("category_id").asLong());
            one.categories.add(String.valueOf(category));
            BitSet marked = marked(annotation.required("segmentation"), one);
            one.sound &= boxed(marked, one.width, annotation.required("bbox"));
            (kind.isEmpty() ? one.polygons : one.runs).or(marked);
        }
    }

    private static BitSet marked(JsonNode segmentation, Coco image) {
        BitSet marked = new BitSet();
        if (segmentation.isObject()) {
            image.sound &= segmentation.required("size").get(0).asInt() == image.height
                    && segmentation.required("size").get(1).asInt() == image.width;
            RunLengthText.mark(segmentation.required("counts").asText(), image.width, image.height, marked);
        } else {
            segmentation.forEach(polygon -> image.sound &= fill(polygon, image.width, image.height, marked));
        }
        return marked;
    }

    /** Marks what is inside (even and odd); false where an edge does not run along pixels' edges. */
    private static boolean fill(JsonNode polygon, int width, int height, BitSet marked) {
        int corners = polygon.size() / 2;
        for (int i = 0; i < corners; i++) {
            int next = (i + 1) % corners;
            double x = polygon.get(2 * i).asDouble();
            double y = polygon.get(2 * i + 1).asDouble();
            double toX = polygon.get(2 * next).asDouble();
            double toY = polygon.get(2 * next + 1).asDouble();
            boolean within = x >= 0 && x <= width && Math.min(y, toY) >= 0 && Math.max(y, toY) <= height;
            if ((x != toX && y != toY) || x != Math.rint(x) || y != Math.rint(y) || !within) {
                return false;
            }
            for (int row = (int) Math.min(y, toY); x == toX && row < (int) Math.max(y, toY); row++) {
                marked.flip(row * width + (int) x, (row + 1) * width);
            }
        }
        return true;
    }

    private static boolean boxed(BitSet marked, int width, JsonNode box) {
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = -1;
        int bottom = -1;
        for (int i = marked.nextSetBit(0); i >= 0; i = marked.nextSetBit(i + 1)) {
            left = Math.min(left, i % width);
            right = Math.max(right, i % width);
            top = Math.min(top, i / width);
            bottom = Math.max(bottom, i / width);
        }
        return right >= 0
                && box.get(0).asDouble() == left
                && box.get(1).asDouble() == top
                && box.get(2).asDouble() == right + 1 - left
                && box.get(3).asDouble() == bottom + 1 - top;
    }

    boolean agrees(Triple triple) {
        Coco one = images.get(ExportReadback.number(triple.file()));
        PixelImage image = triple.image();
        return one != null
                && one.sound
                && one.width == image.width()
                && one.height == image.height()
                && one.categories.equals(Set.of(triple.className()))
                && mask(one.polygons, one).equals(triple.changed())
                && mask(one.runs, one).equals(triple.changed())
                && ExportReadback.holds(one.file, image);
    }

    private static PixelMask mask(BitSet set, Coco image) {
        boolean[] marked = new boolean[image.width * image.height];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = set.get(i);
        }
        return new PixelMask(image.width, image.height, marked);
    }
}
