package dev.flawsmith.training;

import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.sampling.Noise;

/**
 * Photos with noise: classes evenly, changes told to the network ({@link Augmentation}), noise level, noise and dropped
 * conditions. Thread-safe.
 */
final class PhotoBatches implements BatchSource {
    private final TrainingPhotos photos;
    private final TrainingConfig config;
    private final EdmPreconditioning edm;
    private final int textDimension;
    private final Noise random;
    private final ConditionDraw conditions;
    private final Augmentation augmentation;

    PhotoBatches(
            TrainingPhotos photos,
            TrainingConfig config,
            EdmPreconditioning edm,
            int textDimension,
            int augmentDimension) {
        this.photos = photos;
        this.config = config;
        this.edm = edm;
        this.textDimension = textDimension;
        this.random = new Noise(config.seed(), 0);
        this.conditions = new ConditionDraw(photos, config.dropCondition());
        this.augmentation = new Augmentation(config.augment(), augmentDimension, config.seed());
    }

    @Override
    public TrainingBatch at(long step, double flips) {
        int n = config.batch();
        int size = photos.size();
        int row = photos.channels() * size * size;
        int draw = Math.toIntExact(step);
        TrainingBatch batch =
                TrainingBatch.empty(n, row, photos.classes().size(), textDimension, augmentation.dimension());
        float[] noise = random.standardNormal(draw, n * row);
        for (int i = 0; i < n; i++) {
            int u = i * ConditionDraw.DRAWS;
            TrainingPhotos.Example photo = conditions.photo(random, draw, i);
            boolean mirror = random.uniform(draw, u + 2) < flips;
            boolean turn = random.uniform(draw, u + 3) < flips;
            batch.condition(i, conditions.condition(random, draw, i, photo));
            float[] clean = augmentation.apply(photo, size, mirror, turn, draw, i, batch.changes());
            double gaussian = random.normal(draw, n * row + 2 * i);
            double sigma = Math.exp(config.logSigmaMean() + config.logSigmaDeviation() * gaussian);
            float[] x = new float[row];
            for (int j = 0; j < row; j++) {
                x[j] = (float) (clean[j] + sigma * noise[i * row + j]);
            }
            batch.set(i, edm, x, sigma, clean);
        }
        return batch;
    }
}
