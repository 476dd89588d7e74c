package dev.flawsmith.dataset.export;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.dataset.procedural.ProceduralImage;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small dataset of rule-drawn defects in every class and split, two good parts, and masks by hand with holes, two
 * pieces and single pixels.
 */
record TestDataset(ExportInfo info, List<ExportSample> samples) {
    static final int WIDTH = 80;
    static final int HEIGHT = 64;

    /** Two nested rings with a pixel in the middle, a diagonal, a pixel in two corners. */
    static final PixelImage BY_HAND = mask(
            "#...........",
            "..#######...",
            "..#.....#...",
            "..#.###.#...",
            "..#.#.#.#...",
            "..#.###.#...",
            "..#.....#...",
            "..#######...",
            "............",
            ".#..........",
            "..#.........",
            ".#.#.......#");

    private static final List<String> SPLITS = List.of("train", "validation", "test");

    /** Three of each class, drawn once for all tests. */
    private static final List<ProceduralImage> DEFECTS = IntStream.range(
                    0, 3 * ProceduralGenerator.classes().size())
            .mapToObj(i -> new ProceduralGenerator()
                    .generate(ProceduralGenerator.classes().get(i / 3), i, WIDTH, HEIGHT))
            .toList();

    static TestDataset in(Path folder) throws IOException {
        List<ExportSample> samples = new ArrayList<>();
        for (ProceduralImage drawn : DEFECTS) {
            int index = samples.size();
            String split = SPLITS.get(index % 3);
            samples.add(sample(folder, drawn.className(), split, index, drawn.image(), drawn.mask()));
        }
        for (int i = 0; i < 2; i++) {
            PixelImage part = DEFECTS.get(i).normal();
            samples.add(sample(folder, "good", i == 0 ? "train" : "test", samples.size(), part, null));
        }
        PixelImage colour = new PixelImage(12, 12, 3, new byte[12 * 12 * 3]);
        samples.add(sample(folder, "pit", "train", samples.size(), colour, BY_HAND));
        TreeSet<String> classes = new TreeSet<>(ProceduralGenerator.classes());
        classes.add("good");
        ExportInfo info =
                new ExportInfo("made-up parts", "Drawn by rule & by hand", "Apache-2.0", List.copyOf(classes));
        return new TestDataset(info, samples);
    }

    static ExportSample sample(
            Path folder, String className, String split, int index, PixelImage image, @Nullable PixelImage mask)
            throws IOException {
        String file = String.format(Locale.ROOT, "%s/%06d.png", className, index);
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, Png.encode(image, Map.of("recipe", "seed " + index)));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("seed", (long) index);
        metadata.put("model", index == 0 ? null : "procedural");
        metadata.put("prompt", "a \"" + className + "\", größer <5 mm");
        metadata.put("score", index / 8.0);
        metadata.put("synthetic", index % 2 == 0);
        metadata.put("remark", null);
        return new ExportSample(
                file, className, split, path, image.width(), image.height(), image.channels(), mask, metadata);
    }

    /** A picture of # and dots. */
    static PixelImage mask(String... rows) {
        byte[] samples = new byte[rows.length * rows[0].length()];
        String joined = String.join("", rows);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (joined.charAt(i) == '#' ? 255 : 0);
        }
        return new PixelImage(rows[0].length(), rows.length, 1, samples);
    }

    /** A split's samples, in order. */
    List<ExportSample> of(String split) {
        return samples.stream().filter(sample -> sample.split().equals(split)).toList();
    }

    ExportSample stem(String stem) {
        return samples.stream()
                .filter(sample -> sample.stem().equals(stem))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a sample " + stem + ", found none"));
    }

    /** The whole dataset in a new folder. */
    Path export(ExportFormat format, Path folder) throws IOException {
        try (DatasetWriter writer = DatasetExport.open(format, folder, info)) {
            for (ExportSample sample : samples) {
                writer.add(sample);
            }
            writer.finish();
        }
        return folder;
    }
}
