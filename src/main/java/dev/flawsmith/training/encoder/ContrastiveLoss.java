package dev.flawsmith.training.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;

/**
 * The loss of SSCD (Pizzi et al., "A Self-Supervised Descriptor for Image Copy Detection", CVPR 2022): InfoNCE over a batch
 * of two views an image (eq. 1 to 3: NT-Xent, Chen et al. 2020), plus lambda times the KoLeo estimate of the features'
 * differential entropy, {@code -mean_i log min_j |z_i - z_j|} over the other images (eq. 4 and 5; Sablayrolles et al. 2019),
 * which spreads the features evenly, so that one threshold fits everywhere.
 */
final class ContrastiveLoss {
    private static final float AWAY = -1e4f;
    /** Added to squared distances: the logarithm of two equal features stays finite. */
    private static final float EPSILON = 1e-6f;

    private final int views;
    private final float[] self;
    private final float[] positive;
    private final float[] same;
    private final double temperature;
    private final double entropyWeight;

    ContrastiveLoss(int pairs, double temperature, double entropyWeight) {
        this.views = 2 * pairs;
        this.temperature = temperature;
        this.entropyWeight = entropyWeight;
        self = new float[views * views];
        positive = new float[views * views];
        same = new float[views * views];
        for (int i = 0; i < views; i++) {
            int partner = (i + pairs) % views;
            self[i * views + i] = AWAY;
            positive[i * views + partner] = 1f / views;
            same[i * views + i] = AWAY;
            same[i * views + partner] = AWAY;
        }
    }

    /**
     * The two terms and the whole.
     *
     * @param total {@code contrast + lambda * entropy}, a scalar to differentiate
     */
    record Terms(NDArray total, NDArray contrast, NDArray entropy) {}

    /**
     * The loss of a batch.
     *
     * @param features {@code [2 * pairs, dimension]}, unit length; rows {@code i} and {@code pairs + i} show the same image
     */
    Terms of(NDArray features) {
        NDManager scope = features.getManager();
        Shape square = new Shape(views, views);
        NDArray similarity = features.matMul(features.transpose());
        NDArray sharpness = constant(scope, 1 / temperature);
        NDArray logits = similarity.mul(sharpness).add(AlignedArrays.create(scope, self, square));
        NDArray chosen = logits.logSoftmax(1).mul(AlignedArrays.create(scope, positive, square));
        NDArray contrast = chosen.sum().neg();
        NDArray nearest =
                similarity.add(AlignedArrays.create(scope, same, square)).max(new int[] {1});
        // |a - b|^2 = 2 - 2 a.b for unit vectors, and log |a - b| is half the logarithm of that.
        NDArray squared = nearest.mul(constant(scope, -2)).add(2 + EPSILON);
        NDArray entropy = squared.log().mean().mul(constant(scope, -0.5)).reshape(new Shape());
        NDArray total = contrast.add(entropy.mul(constant(scope, entropyWeight)).reshape(new Shape()));
        return new Terms(total, contrast, entropy);
    }

    /** A number in the engine's memory: see docs/decisions/0004. */
    private static NDArray constant(NDManager scope, double value) {
        return AlignedArrays.create(scope, new float[] {(float) value}, new Shape(1));
    }
}
