package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.IndexedPhoto;
import dev.flawsmith.memorization.PixelDescriptor;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.djl.DjlDenoiser;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model overfitted to eight images echoes them: the guard must catch it, and must not cry at images of the same law. */
class PositiveControlTest {
    private static final int SIZE = 16;
    private static final int TRAIN = 8;
    private static final int HOLDOUT = 60;
    private static final int DRAWN = 24;
    private static final int WAVES = 8;
    private static final UNetConfig NETWORK =
            new UNetConfig(1, SIZE, 2, List.of(16, 32), List.of(1, 1), 4, 16, 32, 1, 4, 2);
    private static final TrainingConfig CONFIG =
            new TrainingConfig(8, 4e-3, 50, 0.5, 0.9, 0.99, 0, 1, 16, -0.8, 1.4, 0.1, 0.5, 0, 3);

    @TempDir
    private Path folder;

    /** A smooth random field: eight waves of random direction, phase and height, so that two fields are hardly ever alike. */
    private static PixelImage texture(int seed) {
        Noise noise = new Noise(seed, 5);
        float[] values = new float[SIZE * SIZE];
        for (int w = 0; w < WAVES; w++) {
            double fx = 5 * noise.uniform(w, 0) - 2.5;
            double fy = 5 * noise.uniform(w, 1) - 2.5;
            double phase = 2 * Math.PI * noise.uniform(w, 2);
            double height = 0.15 + 0.2 * noise.uniform(w, 3);
            for (int i = 0; i < values.length; i++) {
                int row = i / SIZE;
                double turns = (fx * (i % SIZE) + fy * row) / SIZE;
                values[i] += (float) (height * Math.sin(2 * Math.PI * turns + phase));
            }
        }
        return PixelImage.fromFloats(values, 1, SIZE, SIZE);
    }

    private static IndexedPhoto photo(int seed, boolean holdout) {
        return new IndexedPhoto("a/" + seed + ".png", "a", holdout, String.format("%064x", seed), texture(seed));
    }

    private static Guard guard() {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (int i = 0; i < TRAIN + HOLDOUT; i++) {
            photos.add(photo(i, i >= TRAIN));
        }
        return Guard.of(TrainingIndex.build(photos, new PixelDescriptor()));
    }

    private List<PixelImage> drawFromAnOverfittedModel() {
        List<TrainingPhotos.Example> examples = new ArrayList<>();
        for (int i = 0; i < TRAIN; i++) {
            examples.add(new TrainingPhotos.Example(texture(i).toFloats(), 0, List.of(new float[4])));
        }
        TrainingRun run = new TrainingRun(
                NETWORK,
                0.5,
                CONFIG,
                new TrainingBudget.Images(8 * 2000),
                folder,
                Duration.ofHours(1),
                false,
                "eight",
                "cpu");
        Trainer.Result result =
                new Trainer(run, new TrainingPhotos(SIZE, 1, List.of("a"), examples), TrainingListener.NONE).run();
        try (DjlDenoiser denoiser = DjlDenoiser.create(NETWORK, result.average(), new EdmPreconditioning(0.5), "cpu")) {
            SampleSheet.Settings settings =
                    new SampleSheet.Settings(new KarrasSchedule(0.01, 80, 7), "heun", 18, Guidance.NONE, DRAWN);
            return new SampleSheet(denoiser, Decoding.of(PixelTransfer.IDENTITY, denoiser.shape()), settings)
                    .samples(0, DRAWN, 1);
        }
    }

    private static long caught(Guard guard, List<PixelImage> images) {
        return images.stream()
                .filter(image -> guard.inspect(image) instanceof Verdict.TooClose)
                .count();
    }

    @Test
    void theGuardCatchesAModelThatEchoesItsTrainingImages() {
        Guard guard = guard();
        long echoed = caught(guard, drawFromAnOverfittedModel());
        assertTrue(echoed >= DRAWN * 2 / 3, "caught " + echoed + " of " + DRAWN);

        List<PixelImage> fresh = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            fresh.add(texture(1000 + i));
        }
        long alarms = caught(guard, fresh);
        // Level 1/61 a fresh image: 100 of them give more than 7 with probability below .1 %.
        assertTrue(alarms <= 7, "false alarms: " + alarms);
    }
}
