package dev.flawsmith.training.gan;

import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.generator.FlippedPhotos;

/** What every step is shown and draws: pure functions of the step and the run's seed. Classes evenly. Thread-safe. */
final class GanBatches {
    /** Streams of the seed's noise; 0 is that of photos, 1 of initial weights. */
    private static final int LATENTS = 2;

    private static final int CHANGES = 3;
    /** Each step draws {@code z}, classes and changes for both of its halves. */
    private static final int HALVES = 2;

    /** Which network a step's half is for. */
    enum Half {
        DISCRIMINATOR,
        GENERATOR
    }

    private final FlippedPhotos photos;
    private final int classes;
    private final int size;
    private final int batch;
    private final int latent;
    private final Noise latentNoise;
    private final Noise changeNoise;

    GanBatches(TrainingPhotos photos, int batch, int latent, long seed) {
        this.photos = new FlippedPhotos(photos, batch, seed);
        this.classes = photos.classes().size();
        this.size = photos.size();
        this.batch = batch;
        this.latent = latent;
        this.latentNoise = new Noise(seed, LATENTS);
        this.changeNoise = new Noise(seed, CHANGES);
    }

    /** The photos of a step, each flipped each way with a probability. */
    FlippedPhotos.Rows photos(long step, double flips) {
        return photos.at(step, flips);
    }

    /** The {@code z} of a step's half, and classes. */
    FlippedPhotos.Rows latents(long step, Half half) {
        int draw = draw(step, half);
        FlippedPhotos.Rows rows =
                new FlippedPhotos.Rows(latentNoise.standardNormal(draw, batch * latent), new float[batch * classes]);
        for (int i = 0; i < batch; i++) {
            rows.labels()[i * classes + latentNoise.below(classes, draw, i)] = 1;
        }
        return rows;
    }

    /** What images of a step's half are changed by. */
    DiffAugment changes(long step, Half half) {
        return DiffAugment.draw(changeNoise, draw(step, half), batch, size);
    }

    private static int draw(long step, Half half) {
        return Math.toIntExact(HALVES * step + (half == Half.DISCRIMINATOR ? 0 : 1));
    }
}
