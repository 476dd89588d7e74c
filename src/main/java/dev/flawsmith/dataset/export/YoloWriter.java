package dev.flawsmith.dataset.export;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ultralytics' layout: beside {@code images/<train|val|test>} lies {@code labels/<train|val|test>} with a text file an
 * image, a line a piece of the mask, all in fractions of width and height; the file of a good image is empty. All three
 * folders are always there. {@code data.yaml} names no {@code path}: Ultralytics then takes the folder of
 * {@code data.yaml}, where a relative one is looked for below its own settings or the working folder.
 */
final class YoloWriter implements DatasetWriter {
    private static final List<String> SPLITS = List.of("train", "val", "test");
    private static final long UNIT = 10_000_000;

    /** What a line says of a piece, after the label. */
    enum Labels {
        /** Centre x and y, width, height. */
        BOXES {
            @Override
            String line(MaskRegion region, int width, int height) {
                return fraction(region.x() + region.width() / 2.0, width)
                        + fraction(region.y() + region.height() / 2.0, height)
                        + fraction(region.width(), width)
                        + fraction(region.height(), height);
            }
        },

        /** The corners along the edges of its pixels; holes are joined to the outer ring by cuts of no width. */
        POLYGONS {
            @Override
            String line(MaskRegion region, int width, int height) {
                int[] ring = Outline.of(region).joined();
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < ring.length; i += 2) {
                    line.append(fraction(ring[i], width)).append(fraction(ring[i + 1], height));
                }
                return line.toString();
            }
        };

        abstract String line(MaskRegion region, int width, int height);

        /** A space and the fraction with seven digits; {@code String.format} would take most of an export's time. */
        private static String fraction(double pixels, int side) {
            long units = Math.round(pixels / side * UNIT);
            return " " + units / UNIT + "." + Long.toString(UNIT + units % UNIT).substring(1);
        }
    }

    private final ExportFolder folder;
    private final ExportInfo info;
    private final Labels labels;

    YoloWriter(ExportFolder folder, ExportInfo info, Labels labels) {
        this.folder = folder;
        this.info = info;
        this.labels = labels;
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        String name = sample.shortSplit() + "/" + sample.stem();
        folder.link(sample.image(), "images/" + name + ".png");
        StringBuilder lines = new StringBuilder();
        if (sample.mask() != null) {
            int label = info.label(sample.className());
            for (MaskRegion region : MaskRegion.of(sample.mask())) {
                lines.append(label)
                        .append(labels.line(region, sample.width(), sample.height()))
                        .append('\n');
            }
        }
        folder.write("labels/" + name + ".txt", lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void finish() throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String split : SPLITS) {
            folder.makeFolder("images/" + split);
            folder.makeFolder("labels/" + split);
            data.put(split, "images/" + split);
        }
        data.put("nc", info.classes().size());
        data.put("names", info.classes());
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        folder.stream("data.yaml").write(yaml.writeValueAsBytes(data));
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
