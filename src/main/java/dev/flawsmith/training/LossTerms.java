package dev.flawsmith.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.Posterior;

/** Terms that losses have in common. */
public final class LossTerms {
    private LossTerms() {}

    /**
     * Divergence of diagonal normal laws from the standard normal one (Kingma and Welling 2014, appendix B):
     * {@code (m² + s² - 1) / 2 - log s}, averaged over all values, nats each.
     *
     * @param deviation of every value: the exponential of the posterior's, which the caller has for drawing
     * @param scope what constants live in; ends with the step
     * @return a scalar
     */
    public static NDArray divergence(Posterior posterior, NDArray deviation, NDManager scope) {
        NDArray squares =
                posterior.mean().square().add(deviation.square()).mean().sub(1);
        return weighted(squares, 0.5, scope).sub(posterior.logDeviation().mean());
    }

    /**
     * A scalar times a number that lives in the engine's memory, for the backward pass reads it: see docs/decisions/0004.
     *
     * @param scope what the number lives in; ends with the step
     * @return a scalar
     */
    public static NDArray weighted(NDArray scalar, double weight, NDManager scope) {
        return scalar.mul(AlignedArrays.create(scope, new float[] {(float) weight}, new Shape(1)))
                .reshape(new Shape());
    }
}
