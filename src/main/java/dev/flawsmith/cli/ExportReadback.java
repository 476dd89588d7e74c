package dev.flawsmith.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a painted dataset's exports hold what the dataset does: of MVTec's the triples (image, mask and normal image,
 * pixel by pixel), of COCO's the images and, of their annotations' run lengths together, the masks. Images are matched by
 * their number, which is unique in a dataset.
 */
final class ExportReadback {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path dataset;
    private final Map<String, String[]> mvtec = new HashMap<>();
    private final Map<String, Coco> coco = new HashMap<>();
    private @Nullable Path category;
    private int mvtecAgree;
    private int cocoAgree;

    /** An image of COCO's and its mask. */
    private record Coco(Path file, BitSet marked) {}

    /**
     * What came of a format.
     *
     * @param images that it holds
     * @param agree those that are as in the dataset
     */
    record Readback(String format, int images, int agree) {}

    ExportReadback(Path dataset) throws IOException {
        this.dataset = dataset;
        readMvtec();
        readCoco();
    }

    private void readMvtec() throws IOException {
        Path root = dataset.resolve("mvtec");
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> folders = Files.list(root)) {
            category = folders.filter(Files::isDirectory).findFirst().orElse(null);
        }
        if (category != null) {
            List<String> lines = Files.readAllLines(category.resolve("triples.csv"));
            for (String line : lines.subList(1, lines.size())) {
                String[] paths = line.replace("\"", "").split(",", -1);
                mvtec.put(number(paths[0]), paths);
            }
        }
    }

    private void readCoco() throws IOException {
        for (String split : List.of("train", "validation", "test")) {
            Path file = dataset.resolve("coco/annotations/instances_" + split + "_rle.json");
            if (!Files.isRegularFile(file)) {
                continue;
            }
            JsonNode json = JSON.readTree(file.toFile());
            Map<Long, Coco> byId = new HashMap<>();
            for (JsonNode image : json.required("images")) {
                String name = image.required("file_name").asText();
                Coco one =
                        new Coco(dataset.resolve("coco/images").resolve(split).resolve(name), new BitSet());
                byId.put(image.required("id").asLong(), one);
                coco.put(number(name), one);
            }
            for (JsonNode annotation : json.required("annotations")) {
                Coco one = byId.get(annotation.required("image_id").asLong());
                if (one == null) {
                    throw new IllegalStateException(file + ": expected an image of every annotation");
                }
                mark(annotation.required("segmentation"), one.marked());
            }
        }
    }

    /** Marks what a compressed run-length code does (cocoapi, {@code rleFrString}), column after column. */
    private static void mark(JsonNode segmentation, BitSet marked) {
        int height = segmentation.required("size").get(0).asInt();
        int width = segmentation.required("size").get(1).asInt();
        String text = segmentation.required("counts").asText();
        List<Integer> counts = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                int bits = text.charAt(at++) - 48;
                value |= (bits & 0x1f) << shift;
                shift += 5;
                more = (bits & 0x20) != 0;
                if (!more && (bits & 0x10) != 0) {
                    value |= -1 << shift;
                }
            }
            counts.add(counts.size() > 2 ? value + counts.get(counts.size() - 2) : value);
        }
        int position = 0;
        for (int run = 0; run < counts.size(); run++) {
            for (int k = 0; k < counts.get(run); k++, position++) {
                if (run % 2 == 1) {
                    marked.set(position % height * width + position / height);
                }
            }
        }
    }

    /** {@code 0000012} of {@code test/scratch/0000012.png} and of {@code scratch_0000012.png}. */
    private static String number(String path) {
        return path.replaceFirst(".*[/_](\\d+)\\.png$", "$1");
    }

    void add(Triple triple) {
        String number = number(triple.file());
        String[] paths = mvtec.get(number);
        if (paths != null && category != null) {
            boolean agrees = decoded(category.resolve(paths[0])).equals(triple.image())
                    && decoded(category.resolve(paths[1]))
                            .equals(triple.changed().toImage())
                    && decoded(category.resolve(paths[2])).equals(triple.normal());
            mvtecAgree += agrees ? 1 : 0;
        }
        Coco other = coco.get(number);
        if (other != null) {
            PixelImage image = triple.image();
            boolean agrees = decoded(other.file()).equals(image)
                    && mask(other.marked(), image).equals(triple.changed());
            cocoAgree += agrees ? 1 : 0;
        }
    }

    private static PixelMask mask(BitSet set, PixelImage image) {
        boolean[] marked = new boolean[image.width() * image.height()];
        for (int i = 0; i < marked.length; i++) {
            marked[i] = set.get(i);
        }
        return new PixelMask(image.width(), image.height(), marked);
    }

    private static PixelImage decoded(Path file) {
        try {
            return Png.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnreadableImageException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    /** Of the formats that are there. */
    List<Readback> readBack() {
        List<Readback> all = new ArrayList<>();
        if (!mvtec.isEmpty()) {
            all.add(new Readback("mvtec", mvtec.size(), mvtecAgree));
        }
        if (!coco.isEmpty()) {
            all.add(new Readback("coco", coco.size(), cocoAgree));
        }
        return all;
    }
}
