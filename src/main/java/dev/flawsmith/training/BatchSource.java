package dev.flawsmith.training;

import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.sampling.Noise;
import java.util.List;

/**
 * Makes the batch of any step as a pure function of (seed, step, share of flips): classes evenly, changes told to the
 * network ({@link Augmentation}), noise level, noise and dropped conditions. So a resumed run sees what an unbroken one would
 * have seen. Thread-safe.
 */
final class BatchSource {
    private static final int DRAWS = 8;
    /** Shares of the images that are shown with some condition: class alone; sentence alone; the rest both. */
    private static final double CLASS_ALONE = 0.5;

    private static final double SENTENCE_ALONE = 0.35;

    private final TrainingPhotos photos;
    private final List<int[]> byClass;
    private final TrainingConfig config;
    private final EdmPreconditioning edm;
    private final int textDimension;
    private final Noise random;
    private final Augmentation augmentation;

    BatchSource(
            TrainingPhotos photos,
            TrainingConfig config,
            EdmPreconditioning edm,
            int textDimension,
            int augmentDimension) {
        this.photos = photos;
        this.byClass = photos.byClass();
        this.config = config;
        this.edm = edm;
        this.textDimension = textDimension;
        this.random = new Noise(config.seed(), 0);
        this.augmentation = new Augmentation(config.augment(), augmentDimension, config.seed());
    }

    /**
     * One batch, ready for the network {@code F}.
     *
     * @param input {@code c_in * x}, {@code [batch, channels, size, size]}
     * @param level {@code c_noise}, {@code [batch]}
     * @param label one-hot class, {@code [batch, classes]}
     * @param sentence {@code [batch, text]}
     * @param changes {@code [batch, augment]}: see {@link Augmentation}
     * @param target {@code (x0 - c_skip x) / c_out}, shape of {@code input}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Batch(float[] input, float[] level, float[] label, float[] sentence, float[] changes, float[] target) {}

    /**
     * The batch of a step.
     *
     * @param step from 0
     * @param flips probability of each flip, in [0, 0.5]
     */
    Batch at(long step, double flips) {
        int n = config.batch();
        int size = photos.size();
        int row = photos.channels() * size * size;
        int classes = byClass.size();
        int draw = Math.toIntExact(step);
        Batch batch = new Batch(
                new float[n * row],
                new float[n],
                new float[n * classes],
                new float[n * textDimension],
                new float[n * augmentation.dimension()],
                new float[n * row]);
        float[] noise = random.standardNormal(draw, n * row);
        for (int i = 0; i < n; i++) {
            int u = i * DRAWS;
            int[] members = byClass.get((int) (random.uniform(draw, u) * classes));
            TrainingPhotos.Example photo =
                    photos.photos().get(members[(int) (random.uniform(draw, u + 1) * members.length)]);
            boolean mirror = random.uniform(draw, u + 2) < flips;
            boolean turn = random.uniform(draw, u + 3) < flips;
            condition(batch, i, photo, random.uniform(draw, u + 4), random.uniform(draw, u + 5));
            float[] values = augmentation.apply(photo.values(), size, mirror, turn, draw, i, batch.changes());
            double gaussian = random.normal(draw, n * row + 2 * i);
            double sigma = Math.exp(config.logSigmaMean() + config.logSigmaDeviation() * gaussian);
            batch.level()[i] = (float) edm.cNoise(sigma);
            mix(batch, i, row, values, noise, sigma);
        }
        return batch;
    }

    private void mix(Batch batch, int i, int row, float[] clean, float[] noise, double sigma) {
        double in = edm.cIn(sigma);
        double skip = edm.cSkip(sigma);
        double out = edm.cOut(sigma);
        for (int j = 0; j < row; j++) {
            double x = clean[j] + sigma * noise[i * row + j];
            batch.input()[i * row + j] = (float) (in * x);
            batch.target()[i * row + j] = (float) ((clean[j] - skip * x) / out);
        }
    }

    private void condition(Batch batch, int i, TrainingPhotos.Example photo, double which, double caption) {
        if (which < config.dropCondition()) {
            return;
        }
        double share = (which - config.dropCondition()) / (1 - config.dropCondition());
        if (share < CLASS_ALONE || share >= CLASS_ALONE + SENTENCE_ALONE) {
            batch.label()[i * byClass.size() + photo.classIndex()] = 1;
        }
        if (share >= CLASS_ALONE) {
            float[] embedding =
                    photo.captions().get((int) (caption * photo.captions().size()));
            System.arraycopy(embedding, 0, batch.sentence(), i * textDimension, textDimension);
        }
    }
}
