package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Spectral normalisation of one weight (Miyato et al. 2018, algorithm 1): {@code W / sigma(W)}, whose largest singular value is 1.
 * {@code sigma = u' W v} with the vectors of a power iteration that goes on by a round a training step and is no part of the
 * gradient; {@code W} is the weight as a matrix {@code [out, the rest]}. The only state is {@code u}.
 */
final class SpectralNorm {
    private static final float EPSILON = 1e-12f;

    private final WeightSlot weight;
    private NDArray u; // [1, out]
    private NDArray v; // [1, rest]

    /**
     * Starts from a vector.
     *
     * @param u {@code [out]}, not zero
     * @param manager what the vectors live in
     */
    SpectralNorm(WeightSlot weight, float[] u, NDManager manager) {
        this.weight = weight;
        this.u = AlignedArrays.create(manager, u, new Shape(1, u.length));
        this.v = AlignedArrays.create(manager, new float[(int) weight.fanIn()], new Shape(1, weight.fanIn()));
        iterate(0);
    }

    /** Makes {@code v} that of {@code u}, then goes on for some rounds. */
    void iterate(int rounds) {
        NDManager owner = u.getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDArray matrix = matrix(scope).stopGradient();
            matrix.attach(scope);
            NDArray left = u;
            NDArray right = normalized(left, matrix, scope);
            for (int i = 0; i < rounds; i++) {
                NDArray turned = matrix.transpose();
                left = normalized(right, turned, scope);
                right = normalized(left, matrix, scope);
            }
            if (rounds > 0) {
                left.attach(owner);
                u.close();
                u = left;
            }
            right.attach(owner);
            v.close();
            v = right;
        }
    }

    private static NDArray normalized(NDArray row, NDArray matrix, NDManager scope) {
        NDArray product = row.matMul(matrix);
        product.attach(scope);
        NDArray norm = product.square().sum().sqrt().add(EPSILON);
        return product.div(norm);
    }

    private NDArray matrix(NDManager scope) {
        NDArray matrix = weight.array().reshape(weight.shape().get(0), weight.fanIn());
        matrix.attach(scope); // or it would stay with the weight's manager, which never closes
        return matrix;
    }

    /** The estimate of the largest singular value, a scalar in {@code scope}, which gradients flow through. */
    NDArray sigma(NDManager scope) {
        NDArray row = u.matMul(matrix(scope));
        row.attach(scope);
        return row.mul(v).sum();
    }

    /** The weight over its largest singular value, in {@code scope}. */
    NDArray apply(NDManager scope) {
        NDArray normalized = weight.array().div(sigma(scope));
        normalized.attach(scope);
        return normalized;
    }

    /** What a checkpoint keeps, {@code [out]}. */
    float[] vector() {
        return u.toFloatArray();
    }
}
