package dev.flawsmith.training.gan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.sampling.Noise;

/**
 * Changes that the discriminator sees every image under, real and drawn alike, and that gradients flow through (Zhao et al. 2020,
 * "Differentiable augmentation for data-efficient GAN training", their policy colour, translation, cutout): brightness up to ±0.5,
 * contrast by 0.5 to 1.5 around the image's mean, a shift of up to an eighth of the side each way, a square of half the side left
 * out; what is left out is 0. Row {@code i} of a step has numbers of its own; a step's real and drawn rows {@code i} have the same.
 *
 * @param rows images
 * @param size height and width of an image
 * @param shift added to every value, {@code [rows]}
 * @param contrast factor on the distance from the mean, {@code [rows]}
 * @param down pixels that the image moves down, {@code [rows]}
 * @param right pixels that it moves right, {@code [rows]}
 * @param top first row of the square, may be outside, {@code [rows]}
 * @param left first column of it, {@code [rows]}
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
record DiffAugment(
        int rows, int size, float[] shift, float[] contrast, int[] down, int[] right, int[] top, int[] left) {
    private static final double BRIGHTNESS = 0.5;
    private static final double CONTRAST = 0.5;
    private static final int TRANSLATION = 8;
    private static final int NUMBERS = 8;

    /** The numbers of one use of a step. */
    static DiffAugment draw(Noise random, int draw, int rows, int size) {
        DiffAugment drawn = new DiffAugment(
                rows,
                size,
                new float[rows],
                new float[rows],
                new int[rows],
                new int[rows],
                new int[rows],
                new int[rows]);
        int most = Math.max(1, size / TRANSLATION);
        int side = size / 2;
        for (int i = 0; i < rows; i++) {
            int u = i * NUMBERS;
            drawn.shift[i] = (float) (BRIGHTNESS * (2 * random.uniform(draw, u) - 1));
            drawn.contrast[i] = (float) (1 + CONTRAST * (2 * random.uniform(draw, u + 1) - 1));
            drawn.down[i] = random.below(2 * most + 1, draw, u + 2) - most;
            drawn.right[i] = random.below(2 * most + 1, draw, u + 3) - most;
            drawn.top[i] = random.below(size + 1, draw, u + 4) - side / 2;
            drawn.left[i] = random.below(size + 1, draw, u + 5) - side / 2;
        }
        return drawn;
    }

    /**
     * Changes images; {@code copies} times as many as rows, row {@code i} of each copy alike.
     *
     * @param x {@code [copies * rows, channels, size, size]}
     * @return the same shape, in the scope of {@code x}
     */
    NDArray apply(NDArray x, int copies) {
        NDManager scope = x.getManager();
        int n = copies * rows;
        NDArray bright = x.add(AlignedArrays.create(scope, each(shift, copies), new Shape(n, 1, 1, 1)));
        NDArray mean = bright.reshape(n, -1).mean(new int[] {1}, true).reshape(n, 1, 1, 1);
        NDArray factor = AlignedArrays.create(scope, each(contrast, copies), new Shape(n, 1, 1, 1));
        NDArray coloured = bright.sub(mean).mul(factor).add(mean);
        // A shift is a product with a matrix of zeros and ones: exact, and its gradient is the shift back.
        NDArray downwards = AlignedArrays.create(scope, moves(down, copies), new Shape(n, 1, size, size));
        NDArray rightwards = AlignedArrays.create(scope, moves(right, copies), new Shape(n, 1, size, size));
        NDArray kept = AlignedArrays.create(scope, kept(copies), new Shape(n, 1, size, size));
        NDArray turned = coloured.transpose(0, 1, 3, 2); // so that every product's first factor is of the scope
        NDArray moved = turned.matMul(downwards).transpose(0, 1, 3, 2).matMul(rightwards);
        return moved.mul(kept);
    }

    private static float[] each(float[] values, int copies) {
        float[] all = new float[copies * values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i % values.length];
        }
        return all;
    }

    /** Matrices {@code [from, to]} with ones where {@code to = from + by}. */
    private float[] moves(int[] by, int copies) {
        float[] all = new float[copies * rows * size * size];
        for (int i = 0; i < copies * rows; i++) {
            int distance = by[i % rows];
            for (int from = 0; from < size; from++) {
                int to = from + distance;
                if (to >= 0 && to < size) {
                    all[(i * size + from) * size + to] = 1;
                }
            }
        }
        return all;
    }

    private float[] kept(int copies) {
        int side = size / 2;
        float[] all = new float[copies * rows * size * size];
        for (int i = 0; i < copies * rows; i++) {
            int row = i % rows;
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    boolean out = y >= top[row] && y < top[row] + side && x >= left[row] && x < left[row] + side;
                    all[(i * size + y) * size + x] = out ? 0 : 1;
                }
            }
        }
        return all;
    }
}
