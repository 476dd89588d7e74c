package dev.flawsmith.training;

import dev.flawsmith.sampling.Noise;

/**
 * Changes a training photo and tells the network how: non-leaking augmentation (Karras et al. 2020; Karras et al. 2022,
 * table 6), for sampling with an all-zero label to give unchanged images. It does so only once the network heeds the label,
 * which takes more images than a small training shows ({@link TrainingConfig#flipsAt}). Each change happens with a stated
 * probability:
 *
 * <table>
 * <caption>The label, in order</caption>
 * <tr><th>entry</th><th>change</th><th>value</th></tr>
 * <tr><td>0, 1</td><td>flipped left-right, upside down</td><td>0 or 1</td></tr>
 * <tr><td>2, 3</td><td>shifted right, down, by a normal of an eighth of the size; reflected at the edges</td>
 * <td>in eighths of the size</td></tr>
 * <tr><td>4</td><td>zoomed by {@code exp(0.2 n)}</td><td>n</td></tr>
 * <tr><td>5</td><td>brightness: {@code 0.15 n} added to values of deviation 0.5</td><td>n</td></tr>
 * <tr><td>6</td><td>contrast about the photo's mean: times {@code exp(0.25 n)}</td><td>n</td></tr>
 * </table>
 *
 * <p>A pure function of (seed, step, row). Thread-safe.
 */
final class Augmentation {
    /** Entries of a label that holds flips alone. */
    static final int FLIPS = 2;
    /** Entries of a whole label. */
    static final int ALL = 7;

    private static final int STREAM = 2;
    private static final int DRAWS = 8;
    private static final double SHIFT = 0.125;
    private static final double ZOOM = 0.2;
    private static final double BRIGHTNESS = 0.15;
    private static final double CONTRAST = 0.25;

    private final double probability;
    private final int dimension;
    private final Noise random;

    /**
     * @param probability of each change but flips, in [0, 1)
     * @param dimension of the label: {@link #FLIPS} or {@link #ALL}
     * @throws IllegalArgumentException if changes are asked for that the label cannot tell
     */
    Augmentation(double probability, int dimension, long seed) {
        if (dimension != FLIPS && dimension != ALL) {
            throw new IllegalArgumentException(
                    "expected an augmentation label of " + FLIPS + " or " + ALL + " entries, found " + dimension);
        }
        if (probability > 0 && dimension != ALL) {
            throw new IllegalArgumentException(
                    "expected a network that can be told of shifts, zooms and tones (a label of " + ALL
                            + " entries), found one of " + dimension);
        }
        this.probability = probability;
        this.dimension = dimension;
        this.random = new Noise(seed, STREAM);
    }

    int dimension() {
        return dimension;
    }

    /**
     * The changed values of one row.
     *
     * @param photo left as it is
     * @param step the batch's number
     * @param row the row's place in it
     * @param labels {@code [batch, dimension]}: this row's part is written
     */
    float[] apply(
            TrainingPhotos.Example photo, int size, boolean mirror, boolean turn, int step, int row, float[] labels) {
        int at = row * dimension;
        labels[at] = mirror ? 1 : 0;
        labels[at + 1] = turn ? 1 : 0;
        float[] changed = photo.values(size, mirror, turn);
        if (probability == 0) {
            return changed;
        }
        int u = row * DRAWS;
        boolean shifted = random.uniform(step, u) < probability;
        boolean zoomed = random.uniform(step, u + 1) < probability;
        double right = shifted ? random.normal(step, u + 2) : 0;
        double down = shifted ? random.normal(step, u + 3) : 0;
        double zoom = zoomed ? random.normal(step, u + 4) : 0;
        double brightness = random.uniform(step, u + 5) < probability ? random.normal(step, u + 5) : 0;
        double contrast = random.uniform(step, u + 6) < probability ? random.normal(step, u + 6) : 0;
        labels[at + 2] = (float) right;
        labels[at + 3] = (float) down;
        labels[at + 4] = (float) zoom;
        labels[at + 5] = (float) brightness;
        labels[at + 6] = (float) contrast;
        if (shifted || zoomed) {
            changed =
                    PlaneChanges.moved(changed, size, SHIFT * size * right, SHIFT * size * down, Math.exp(ZOOM * zoom));
        }
        return brightness == 0 && contrast == 0
                ? changed
                : PlaneChanges.toned(changed, BRIGHTNESS * brightness, Math.exp(CONTRAST * contrast));
    }
}
