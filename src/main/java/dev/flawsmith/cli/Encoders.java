package dev.flawsmith.cli;

import dev.flawsmith.evaluation.features.PixelEncoder;
import dev.flawsmith.model.FeatureEncoder;
import dev.flawsmith.model.onnx.EncoderDescriptor;
import dev.flawsmith.model.onnx.OnnxEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The one place where an encoder's name becomes an encoder. */
final class Encoders {
    /** What is taken unless told: learnt from rule-drawn scenes alone, so it has seen no photo of either side. */
    static final String DEFAULT = "encoder-surface";

    private Encoders() {}

    /**
     * Opens {@code pixel}, one of {@code models}, or a folder with an {@code encoder.json}; the caller closes it.
     *
     * @throws InputException if no encoder has that name
     */
    static FeatureEncoder open(String name) {
        return open(name, Runtime.getRuntime().availableProcessors());
    }

    /** The same with so many threads for a network. */
    static FeatureEncoder open(String name, int threads) {
        return name.equals(PixelEncoder.NAME) ? new PixelEncoder() : OnnxEncoder.open(folder(name), threads);
    }

    /** Those that have a name of their own. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of(PixelEncoder.NAME));
        bundled().forEach(folder -> names.add(ModelLibrary.name(folder)));
        return names;
    }

    private static Path folder(String name) {
        Path given = Path.of(name);
        if (isEncoder(given)) {
            return given;
        }
        for (Path bundled : bundled()) {
            if (ModelLibrary.name(bundled).equals(name)) {
                return bundled;
            }
        }
        throw new InputException(
                "encoder",
                "encoder: expected one of " + String.join(", ", names()) + " or a folder with " + EncoderDescriptor.FILE
                        + ", found " + name);
    }

    private static List<Path> bundled() {
        Path models = Home.resolve("models");
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(Encoders::isEncoder).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEncoder(Path folder) {
        return Files.isRegularFile(folder.resolve(EncoderDescriptor.FILE));
    }
}
