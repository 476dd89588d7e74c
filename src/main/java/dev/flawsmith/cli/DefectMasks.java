package dev.flawsmith.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import dev.flawsmith.dataset.procedural.Box;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.dataset.procedural.ProceduralImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The exact ground truth of rule-based images: {@code <class>/<seed>.png}, 255 where the defect is, and {@code <class>-boxes.csv}.
 * In a folder of its own, so that the folder of images stays a dataset.
 */
final class DefectMasks {
    private static final String BOXES = "-boxes.csv";

    private final OutputFolder folder;
    private final int size;

    /** @param size pixels a side of the images that the masks belong to */
    DefectMasks(OutputFolder folder, int size) {
        this.folder = folder;
        this.size = size;
    }

    /** A line of the boxes: the smallest box around the mask, in pixels from the upper left corner. */
    @JsonPropertyOrder({"file", "class", "x", "y", "width", "height"})
    record Line(
            String file,

            @com.fasterxml.jackson.annotation.JsonProperty("class")
            String className,

            int x,
            int y,
            int width,
            int height) {}

    /** Writes the masks and boxes of {@code n} images of a class, from a seed on. */
    void write(String className, long firstSeed, long n) throws IOException {
        ProceduralGenerator generator = new ProceduralGenerator();
        List<Line> lines = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + n; seed++) {
            ProceduralImage drawn = generator.generate(className, seed, size, size);
            String name = className + "/" + seed + ".png";
            folder.write(name, Png.encode(drawn.mask(), Map.of()));
            Box box = drawn.box();
            lines.add(new Line(name, className, box.x(), box.y(), box.width(), box.height()));
        }
        CsvMapper csv = new CsvMapper();
        folder.write(
                className + BOXES,
                csv.writer(csv.schemaFor(Line.class).withHeader()).writeValueAsBytes(lines));
    }
}
