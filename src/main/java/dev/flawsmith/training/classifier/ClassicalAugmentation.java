package dev.flawsmith.training.classifier;

import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.PlaneChanges;

/**
 * The changes that a classifier's training has always made to photos, none of which changes the class: flips, each of half
 * the images; shifts of up to an eighth of the size each way, reflected at the edges; zooms of up to a sixth; brightness by
 * up to 0.1; contrast about the image's mean by a factor of up to 1.25. All uniform (the factors' logarithms are).
 *
 * <p>A pure function of (seed, step, row). Thread-safe.
 */
final class ClassicalAugmentation {
    private static final int STREAM = 2;
    private static final int DRAWS = 8;
    private static final double SHIFT = 1.0 / 8;
    private static final double ZOOM = Math.log(7.0 / 6);
    private static final double BRIGHTNESS = 0.1;
    private static final double CONTRAST = Math.log(1.25);

    private final Noise random;

    ClassicalAugmentation(long seed) {
        this.random = new Noise(seed, STREAM);
    }

    /**
     * A changed copy.
     *
     * @param values {@code [size, size]} in [0, 1]; left as they are
     * @return values that may leave [0, 1] by the change of brightness and contrast
     */
    float[] apply(float[] values, int size, int step, int row) {
        int u = row * DRAWS;
        boolean mirror = random.uniform(step, u) < 0.5;
        boolean turn = random.uniform(step, u + 1) < 0.5;
        double right = SHIFT * size * signed(step, u + 2);
        double down = SHIFT * size * signed(step, u + 3);
        double zoom = StrictMath.exp(ZOOM * signed(step, u + 4));
        double brightness = BRIGHTNESS * signed(step, u + 5);
        double contrast = StrictMath.exp(CONTRAST * signed(step, u + 6));
        float[] flipped = PlaneChanges.flipped(values, size, mirror, turn);
        return PlaneChanges.toned(PlaneChanges.moved(flipped, size, right, down, zoom), brightness, contrast);
    }

    private double signed(int step, int index) {
        return 2 * random.uniform(step, index) - 1;
    }
}
