package dev.flawsmith.dataset.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * COCO's instances, a file a split: {@code file_name} is relative to {@code images/<split>}; {@code area} is the mask's
 * pixels, {@code bbox} is {@code [x, y, width, height]}, {@code iscrowd} 0 everywhere; numbers of images, annotations and
 * categories begin at 1.
 *
 * <p>In {@code instances_<split>.json} a piece is one polygon along the edges of its pixels, unless it has holes, which
 * COCO's polygons cannot express: then its {@code segmentation} is a compressed run-length code, as is every one in
 * {@code instances_<split>_rle.json}. Both give the mask back exactly.
 *
 * <p>Images and annotations go to scratch files line by line, which are joined in the end: nothing is kept in memory.
 */
final class CocoWriter implements DatasetWriter {
    private final ExportFolder folder;
    private final ExportInfo info;
    private final JsonMapper json = new JsonMapper();
    private final Set<String> splits = new LinkedHashSet<>();
    private final Set<String> begun = new LinkedHashSet<>();
    private long images;
    private long annotations;

    CocoWriter(ExportFolder folder, ExportInfo info) {
        this.folder = folder;
        this.info = info;
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        String split = sample.split();
        String fileName = sample.stem() + ".png";
        folder.link(sample.image(), "images/" + split + "/" + fileName);
        splits.add(split);
        images++;
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("id", images);
        image.put("file_name", fileName);
        image.put("width", sample.width());
        image.put("height", sample.height());
        image.put("license", 1);
        line(imagesOf(split), image);
        if (sample.mask() != null) {
            for (MaskRegion region : MaskRegion.of(sample.mask())) {
                annotate(sample, region);
            }
        }
    }

    @Override
    public void finish() throws IOException {
        for (String split : splits) {
            join("annotations/instances_" + split + ".json", imagesOf(split), polygonsOf(split));
            join("annotations/instances_" + split + "_rle.json", imagesOf(split), runsOf(split));
        }
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    private void annotate(ExportSample sample, MaskRegion region) throws IOException {
        annotations++;
        Map<String, Object> annotation = new LinkedHashMap<>();
        annotation.put("id", annotations);
        annotation.put("image_id", images);
        annotation.put("category_id", info.label(sample.className()) + 1);
        annotation.put("bbox", List.of(region.x(), region.y(), region.width(), region.height()));
        annotation.put("area", region.area());
        annotation.put("iscrowd", 0);
        Map<String, Object> runs = new LinkedHashMap<>();
        runs.put("size", List.of(sample.height(), sample.width()));
        runs.put(
                "counts", RunLengths.of(region, sample.width(), sample.height()).compressed());
        Outline outline = Outline.of(region);
        annotation.put("segmentation", outline.hasHoles() ? runs : List.of(outline.outer()));
        line(polygonsOf(sample.split()), annotation);
        annotation.put("segmentation", runs);
        line(runsOf(sample.split()), annotation);
    }

    private void line(String scratch, Map<String, Object> object) throws IOException {
        OutputStream lines = folder.scratch(scratch);
        lines.write((begun.add(scratch) ? "\n" : ",\n").getBytes(StandardCharsets.US_ASCII));
        lines.write(json.writeValueAsBytes(object));
    }

    private void join(String name, String images, String annotations) throws IOException {
        OutputStream out = folder.stream(name);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("description", info.name() + ": " + info.description());
        about.put("version", "1.0");
        Map<String, Object> licence = new LinkedHashMap<>();
        licence.put("id", 1);
        licence.put("name", info.licence());
        licence.put("url", "");
        write(out, "{\"info\":", about);
        write(out, ",\n\"licenses\":", List.of(licence));
        write(out, ",\n\"categories\":", categories());
        copy(",\n\"images\":[", images, out);
        copy("],\n\"annotations\":[", annotations, out);
        out.write("]}\n".getBytes(StandardCharsets.US_ASCII));
    }

    private List<Object> categories() {
        List<Object> categories = new ArrayList<>();
        for (String className : info.classes()) {
            Map<String, Object> category = new LinkedHashMap<>();
            category.put("id", info.label(className) + 1);
            category.put("name", className);
            category.put("supercategory", "defect");
            categories.add(category);
        }
        return categories;
    }

    private void write(OutputStream out, String key, Object value) throws IOException {
        out.write(key.getBytes(StandardCharsets.US_ASCII));
        out.write(json.writeValueAsBytes(value));
    }

    private void copy(String key, String scratch, OutputStream out) throws IOException {
        out.write(key.getBytes(StandardCharsets.US_ASCII));
        try (InputStream lines = folder.readScratch(scratch)) {
            lines.transferTo(out);
        }
    }

    private static String imagesOf(String split) {
        return "annotations/." + split + "-images";
    }

    private static String polygonsOf(String split) {
        return "annotations/." + split + "-polygons";
    }

    private static String runsOf(String split) {
        return "annotations/." + split + "-runs";
    }
}
