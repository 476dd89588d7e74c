package dev.flawsmith.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;

/** Terms that losses have in common. */
public final class LossTerms {
    private LossTerms() {}

    /**
     * Divergence of diagonal normal laws from the standard normal one (Kingma and Welling 2014, appendix B):
     * {@code (m² + s² - 1) / 2 - log s}, averaged over all values, nats each.
     *
     * @param mean of every value
     * @param logDeviation natural logarithm of its standard deviation
     * @param deviation that deviation
     */
    public static NDArray divergence(NDArray mean, NDArray logDeviation, NDArray deviation, NDManager scope) {
        NDArray squares = mean.square().add(deviation.square()).mean().sub(1);
        return weighted(squares, 0.5, scope).sub(logDeviation.mean());
    }

    /** A product with a number in the engine's memory: see docs/decisions/0004. */
    public static NDArray weighted(NDArray scalar, double weight, NDManager scope) {
        return scalar.mul(AlignedArrays.create(scope, new float[] {(float) weight}, new Shape(1)))
                .reshape(new Shape());
    }
}
