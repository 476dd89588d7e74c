package dev.flawsmith.training.generator;

import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.TrainingPhotos;
import java.util.List;

/** The photos of every step: pure functions of the step and the run's seed. Classes evenly, photos of a class evenly. Thread-safe. */
public final class FlippedPhotos {
    /** The stream of the seed's noise; 1 is that of initial weights, the methods have those from 2 on. */
    private static final int PHOTOS = 0;

    private static final int NUMBERS = 8;

    private final TrainingPhotos photos;
    private final List<int[]> byClass;
    private final int batch;
    private final Noise noise;

    /**
     * Images and their classes, or {@code z} and theirs.
     *
     * @param values {@code [batch, channels, size, size]}, flat, model space; or {@code [batch, latent]}
     * @param labels one-hot, {@code [batch, classes]}, flat
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    public record Rows(float[] values, float[] labels) {}

    /** Batches of a run's photos. */
    public FlippedPhotos(TrainingPhotos photos, int batch, long seed) {
        this.photos = photos;
        this.byClass = photos.byClass();
        this.batch = batch;
        this.noise = new Noise(seed, PHOTOS);
    }

    /**
     * The photos of a step.
     *
     * @param step from 0 on
     * @param flips probability of each of left-right and upside down, in [0, 0.5]
     */
    public Rows at(long step, double flips) {
        int draw = Math.toIntExact(step);
        int size = photos.size();
        int row = photos.channels() * size * size;
        int classes = photos.classes().size();
        Rows rows = new Rows(new float[batch * row], new float[batch * classes]);
        for (int i = 0; i < batch; i++) {
            int u = i * NUMBERS;
            int index = noise.below(classes, draw, u);
            int[] members = byClass.get(index);
            TrainingPhotos.Example photo = photos.photos().get(members[noise.below(members.length, draw, u + 1)]);
            boolean mirror = noise.uniform(draw, u + 2) < flips;
            boolean turn = noise.uniform(draw, u + 3) < flips;
            System.arraycopy(photo.values(size, mirror, turn), 0, rows.values(), i * row, row);
            rows.labels()[i * classes + index] = 1;
        }
        return rows;
    }
}
