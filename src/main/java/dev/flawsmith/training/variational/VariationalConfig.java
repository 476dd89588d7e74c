package dev.flawsmith.training.variational;

/**
 * How a variational autoencoder is trained.
 *
 * @param batch photos a step
 * @param learningRate peak of AdamW's learning rate
 * @param maxGradientNorm gradients longer than this are shortened to it
 * @param decayFrom share of the budget after which the rate falls linearly to 0, in [0, 1]
 * @param emaPower exponent of the power-function average of the weights (Karras et al. 2024, EDM2, eq. 3)
 * @param flips probability of each of the two flips until {@code decayFrom}, in [0, 0.5]; none from there on
 * @param seed all of the run's randomness
 */
public record VariationalConfig(
        int batch,
        double learningRate,
        double maxGradientNorm,
        double decayFrom,
        double emaPower,
        double flips,
        long seed) {
    /** A denoiser's rate, batches, flips and average. */
    public static final VariationalConfig STANDARD = new VariationalConfig(16, 7e-4, 1, 0.6, 16, 0.5, 1);

    public VariationalConfig {
        if (batch < 1) {
            throw new IllegalArgumentException("expected a batch of at least 1, found " + batch);
        }
        if (!(learningRate > 0 && learningRate <= 1) || !(maxGradientNorm > 0)) {
            throw new IllegalArgumentException(
                    "expected a learning rate above 0 and at most 1, and gradients of a length" + " above 0, found "
                            + learningRate + " and " + maxGradientNorm);
        }
        if (!(flips >= 0 && flips <= 0.5)) {
            throw new IllegalArgumentException("expected a probability of flips in [0, 0.5], found " + flips);
        }
        if (!(decayFrom >= 0 && decayFrom <= 1) || !(emaPower >= 0)) {
            throw new IllegalArgumentException(
                    "expected decayFrom in [0, 1] and emaPower of at least 0, found " + decayFrom + " and " + emaPower);
        }
    }

    /** The same with another batch size. */
    public VariationalConfig withBatch(int photos) {
        return new VariationalConfig(photos, learningRate, maxGradientNorm, decayFrom, emaPower, flips, seed);
    }

    /** The same with another peak of the rate. */
    public VariationalConfig withLearningRate(double peak) {
        return new VariationalConfig(batch, peak, maxGradientNorm, decayFrom, emaPower, flips, seed);
    }

    /** The same with another probability of each flip. */
    public VariationalConfig withFlips(double probability) {
        return new VariationalConfig(batch, learningRate, maxGradientNorm, decayFrom, emaPower, probability, seed);
    }

    /** The same with another seed. */
    public VariationalConfig withSeed(long other) {
        return new VariationalConfig(batch, learningRate, maxGradientNorm, decayFrom, emaPower, flips, other);
    }

    /** The learning rate at a point of the budget. */
    double learningRateAt(double progress) {
        return learningRate * (progress <= decayFrom ? 1 : Math.max(0, (1 - progress) / (1 - decayFrom)));
    }

    /** The probability of each flip at a point of the budget: the last part shows photos as they lie. */
    double flipsAt(double progress) {
        return progress <= decayFrom ? flips : 0;
    }

    /** The average's decay at a step from 1: {@code (1 - 1/t)^(power + 1)}. */
    double emaDecayAt(long step) {
        return Math.pow(1 - 1.0 / step, emaPower + 1);
    }
}
