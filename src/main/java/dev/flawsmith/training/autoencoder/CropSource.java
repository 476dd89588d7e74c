package dev.flawsmith.training.autoencoder;

import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.PlaneChanges;
import java.util.List;

/**
 * Squares out of photos, each flipped or not, and the noise that their latents are drawn with: functions of the step alone.
 * Thread-safe.
 */
final class CropSource {
    private static final int DRAWS = 5;
    private static final int NOISE_STREAM = 3;
    private static final int CROP_STREAM = 4;

    private final List<float[]> photos;
    private final int channels;
    private final int size;
    private final VaeTrainingConfig config;
    private final Noise places;
    private final Noise noise;

    /**
     * @param photos {@code [channels, size, size]} each, model space; at least one
     * @throws IllegalArgumentException if the crop is larger than the photos
     */
    CropSource(List<float[]> photos, int channels, int size, VaeTrainingConfig config) {
        if (config.crop() > size) {
            throw new IllegalArgumentException(
                    "expected crops of at most " + size + " pixels, the photos' side, found " + config.crop());
        }
        this.photos = List.copyOf(photos);
        this.channels = channels;
        this.size = size;
        this.config = config;
        this.places = new Noise(config.seed(), CROP_STREAM);
        this.noise = new Noise(config.seed(), NOISE_STREAM);
    }

    /**
     * Squares for one step.
     *
     * @param values {@code [count, channels, side, side]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Crops(float[] values, int count, int side) {}

    Crops at(long step, double progress) {
        boolean whole = progress >= config.wholeFrom();
        int side = whole ? size : config.crop();
        int count =
                whole ? Math.max(1, config.crops() * config.crop() * config.crop() / (size * size)) : config.crops();
        int draw = Math.toIntExact(step);
        int row = channels * side * side;
        float[] values = new float[count * row];
        for (int i = 0; i < count; i++) {
            int u = i * DRAWS;
            float[] photo = photos.get(places.below(photos.size(), draw, u));
            int left = places.below(size - side + 1, draw, u + 1);
            int top = places.below(size - side + 1, draw, u + 2);
            float[] cut = cut(photo, left, top, side);
            boolean mirror = places.uniform(draw, u + 3) < 0.5;
            boolean turn = places.uniform(draw, u + 4) < 0.5;
            System.arraycopy(PlaneChanges.flipped(cut, side, mirror, turn), 0, values, i * row, row);
        }
        return new Crops(values, count, side);
    }

    /** Standard normal values for a step's latents. */
    float[] noise(long step, int values) {
        return noise.standardNormal(Math.toIntExact(step), values);
    }

    private float[] cut(float[] photo, int left, int top, int side) {
        float[] cut = new float[channels * side * side];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < side; y++) {
                System.arraycopy(photo, (c * size + top + y) * size + left, cut, (c * side + y) * side, side);
            }
        }
        return cut;
    }
}
