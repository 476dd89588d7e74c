package dev.flawsmith.training.gan;

import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.TrainingPhotos;
import java.util.List;

/** What every step is shown: pure functions of the step and the run's seed. Classes evenly, photos of a class evenly. Thread-safe. */
final class GanBatches {
    /** Streams of the seed's noise; 1 is that of initial weights. */
    private static final int PHOTOS = 0;

    private static final int LATENTS = 2;
    private static final int CHANGES = 3;
    private static final int NUMBERS = 8;
    /** Each step draws {@code z}, classes and changes for both of its halves. */
    private static final int HALVES = 2;

    /** Which network a step's half is for. */
    enum Half {
        DISCRIMINATOR,
        GENERATOR
    }

    /**
     * Images and their classes, or {@code z} and theirs.
     *
     * @param values {@code [rows * row size]}
     * @param labels one-hot, {@code [rows * classes]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Rows(float[] values, float[] labels) {}

    private final TrainingPhotos photos;
    private final List<int[]> byClass;
    private final int batch;
    private final int latent;
    private final Noise photoNoise;
    private final Noise latentNoise;
    private final Noise changeNoise;

    GanBatches(TrainingPhotos photos, int batch, int latent, long seed) {
        this.photos = photos;
        this.byClass = photos.byClass();
        this.batch = batch;
        this.latent = latent;
        this.photoNoise = new Noise(seed, PHOTOS);
        this.latentNoise = new Noise(seed, LATENTS);
        this.changeNoise = new Noise(seed, CHANGES);
    }

    /** The photos of a step, each flipped each way with a probability. */
    Rows photos(long step, double flips) {
        int draw = Math.toIntExact(step);
        int size = photos.size();
        int row = photos.channels() * size * size;
        int classes = photos.classes().size();
        Rows rows = new Rows(new float[batch * row], new float[batch * classes]);
        for (int i = 0; i < batch; i++) {
            int u = i * NUMBERS;
            int index = photoNoise.below(classes, draw, u);
            int[] members = byClass.get(index);
            float[] values = photos.photos()
                    .get(members[photoNoise.below(members.length, draw, u + 1)])
                    .values();
            boolean mirror = photoNoise.uniform(draw, u + 2) < flips;
            boolean turn = photoNoise.uniform(draw, u + 3) < flips;
            for (int j = 0; j < row; j++) {
                int x = j % size;
                int y = j / size % size;
                int from = j - y * size - x + (turn ? size - 1 - y : y) * size + (mirror ? size - 1 - x : x);
                rows.values()[i * row + j] = values[from];
            }
            rows.labels()[i * classes + index] = 1;
        }
        return rows;
    }

    /** The {@code z} of a step's half, and classes. */
    Rows latents(long step, Half half) {
        int draw = draw(step, half);
        int classes = photos.classes().size();
        Rows rows = new Rows(latentNoise.standardNormal(draw, batch * latent), new float[batch * classes]);
        for (int i = 0; i < batch; i++) {
            rows.labels()[i * classes + latentNoise.below(classes, draw, i)] = 1;
        }
        return rows;
    }

    /** What images of a step's half are changed by. */
    DiffAugment changes(long step, Half half) {
        return DiffAugment.draw(changeNoise, draw(step, half), batch, photos.size());
    }

    private static int draw(long step, Half half) {
        return Math.toIntExact(HALVES * step + (half == Half.DISCRIMINATOR ? 0 : 1));
    }
}
