package dev.flawsmith.augmentation;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The toy model of grey 16x16 images, painting into photos of 24x20. */
final class OntoFixture implements AutoCloseable {
    static final int WIDTH = 24;
    static final int HEIGHT = 20;
    static final int PHOTOS = 5;

    static final String SPEC = """
            name: parts
            model: toy
            classes: {pit: 7, scratch: 6}
            onto: %s
            seed: 7
            splits: {train: 4, test: 1}
            """;

    final ModelSynthesizer synthesizer;

    OntoFixture(Guard guard) {
        synthesizer =
                new ModelSynthesizer(List.of(new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), guard))));
    }

    /** A surface that differs a little everywhere. */
    static PixelImage surface(int width, int height, long seed) {
        Random random = new Random(seed);
        byte[] samples = new byte[width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (100 + 40 * (seed % 3) + random.nextInt(6));
        }
        return new PixelImage(width, height, 1, samples);
    }

    /** A flat folder of photos. */
    static Path photos(Path folder) throws IOException {
        Path photos = Files.createDirectories(folder.resolve("good parts"));
        for (int i = 0; i < PHOTOS; i++) {
            write(photos.resolve(i + ".png"), surface(WIDTH, HEIGHT, i));
        }
        return photos;
    }

    static void write(Path file, PixelImage image) throws IOException {
        Files.write(file, Png.encode(image, Map.of()));
    }

    DatasetOutcome run(String spec, Path out, boolean resume, DatasetListener listener)
            throws IOException, InterruptedException {
        DatasetTools tools = new DatasetTools(synthesizer, 64, null, null, Map.of(), null, Map.of(), "test");
        return new DatasetJob(DatasetFixture.order(spec), DatasetFolder.check(out, resume), tools, listener).run();
    }

    /** With a gate or an appraiser. */
    DatasetOutcome run(String spec, Path out, @Nullable QualityGate gate, @Nullable Appraiser appraiser)
            throws IOException, InterruptedException {
        DatasetTools tools = new DatasetTools(
                synthesizer, 64, gate, gate == null ? null : "gate", Map.of(), appraiser, Map.of(), "test");
        return new DatasetJob(DatasetFixture.order(spec), DatasetFolder.check(out, false), tools, DatasetListener.NONE)
                .run();
    }

    @Override
    public void close() {
        synthesizer.close();
    }
}
