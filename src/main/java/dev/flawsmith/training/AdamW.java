package dev.flawsmith.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * AdamW (Loshchilov and Hutter 2019) with bias correction over one flat vector. DJL's own keeps its moments private, which
 * rules out an exact resume; here they are plain arrays that a checkpoint stores. Not thread-safe.
 */
public final class AdamW {
    private static final float EPSILON = 1e-8f;

    private final float beta1;
    private final float beta2;
    private final float weightDecay;
    private final NDArray mean;
    private final NDArray square;

    /**
     * Takes over the moments.
     *
     * @param mean first moment, {@code [weights]}, changed in place
     * @param square second moment, {@code [weights]}, changed in place
     */
    public AdamW(float beta1, float beta2, float weightDecay, NDArray mean, NDArray square) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.weightDecay = weightDecay;
        this.mean = mean;
        this.square = square;
    }

    /** First moment, {@code [weights]}. */
    public NDArray mean() {
        return mean;
    }

    /** Second moment, {@code [weights]}. */
    public NDArray square() {
        return square;
    }

    /**
     * Moves the weights.
     *
     * @param step number of this step, from 1
     * @param gradient {@code [weights]}; changed
     * @param gradientScale factor on the gradient (clipping)
     */
    public void step(NDArray weights, NDArray gradient, float gradientScale, float learningRate, long step) {
        try (NDManager scope = gradient.getManager().newSubManager()) {
            gradient.muli(gradientScale);
            double correction1 = 1 - Math.pow(beta1, step);
            double correction2 = 1 - Math.pow(beta2, step);
            NDArray squared = gradient.mul(gradient);
            squared.attach(scope);
            square.muli(beta2).addi(squared.muli(1 - beta2));
            mean.muli(beta1).addi(gradient.muli(1 - beta1));
            NDArray update = square.sqrt();
            update.attach(scope);
            update.muli((float) (1 / Math.sqrt(correction2))).addi(EPSILON);
            NDArray direction = mean.div(update);
            direction.attach(scope);
            if (weightDecay > 0) {
                weights.muli(1 - learningRate * weightDecay);
            }
            weights.subi(direction.muli((float) (learningRate / correction1)));
        }
    }
}
