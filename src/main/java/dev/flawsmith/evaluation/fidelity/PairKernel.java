package dev.flawsmith.evaluation.fidelity;

/** A function of two rows that needs only their product and squared norms. */
@FunctionalInterface
interface PairKernel {
    double of(double product, double squaredNormA, double squaredNormB);

    /** {@code (xᵀy / d + 1)³} (Bińkowski et al. 2018, section 4). */
    static PairKernel cubic(int dimension) {
        return (product, a, b) -> {
            double base = product / dimension + 1;
            return base * base * base;
        };
    }

    /** {@code exp(-|x - y|² / (2 σ²))}. */
    static PairKernel gaussian(double sigma) {
        double gamma = 1 / (2 * sigma * sigma);
        return (product, a, b) -> Math.exp(-gamma * Math.max(0, a + b - 2 * product));
    }
}
