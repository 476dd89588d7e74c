package dev.flawsmith.training.variational;

import dev.flawsmith.training.Annealing;

/**
 * How a variational autoencoder is trained.
 *
 * @param batch photos a step, at least 1
 * @param learningRate peak of AdamW's learning rate, in (0, 1]
 * @param beta1 its first decay, in [0, 1)
 * @param beta2 its second decay, in [0, 1)
 * @param maxGradientNorm gradients longer than this are shortened to it; above 0
 * @param decayFrom share of the budget after which the rate falls linearly to 0, in [0, 1]
 * @param emaPower exponent of the power-function average of the weights (Karras et al. 2024, EDM2, eq. 3), at least 0
 * @param flips probability of each of the two flips until {@code decayFrom}, in [0, 0.5]; none from there on
 * @param seed all of the run's randomness
 */
public record VariationalConfig(
        int batch,
        double learningRate,
        double beta1,
        double beta2,
        double maxGradientNorm,
        double decayFrom,
        double emaPower,
        double flips,
        long seed) {
    /** A denoiser's rate, batches, flips and average. */
    public static final VariationalConfig STANDARD = new VariationalConfig(16, 7e-4, 0.9, 0.99, 1, 0.6, 16, 0.5, 1);

    public VariationalConfig {
        if (batch < 1) {
            throw new IllegalArgumentException("expected a batch of at least 1, found " + batch);
        }
        if (!(learningRate > 0 && learningRate <= 1) || !(maxGradientNorm > 0)) {
            throw new IllegalArgumentException(
                    "expected a learning rate above 0 and at most 1, and gradients of a length" + " above 0, found "
                            + learningRate + " and " + maxGradientNorm);
        }
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("expected decays in [0, 1), found " + beta1 + " and " + beta2);
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
        return new VariationalConfig(
                photos, learningRate, beta1, beta2, maxGradientNorm, decayFrom, emaPower, flips, seed);
    }

    /** The same with another peak of the rate. */
    public VariationalConfig withLearningRate(double peak) {
        return new VariationalConfig(batch, peak, beta1, beta2, maxGradientNorm, decayFrom, emaPower, flips, seed);
    }

    /** The same with another probability of each flip. */
    public VariationalConfig withFlips(double probability) {
        return new VariationalConfig(
                batch, learningRate, beta1, beta2, maxGradientNorm, decayFrom, emaPower, probability, seed);
    }

    /** The same with another seed. */
    public VariationalConfig withSeed(long other) {
        return new VariationalConfig(
                batch, learningRate, beta1, beta2, maxGradientNorm, decayFrom, emaPower, flips, other);
    }

    /** The learning rate at a point of the budget. */
    double learningRateAt(double progress) {
        return learningRate * Annealing.linear(progress, decayFrom);
    }

    /** The probability of each flip at a point of the budget: the last part shows photos as they lie. */
    double flipsAt(double progress) {
        return progress <= decayFrom ? flips : 0;
    }

    /** The average's decay at a step from 1. */
    double emaDecayAt(long step) {
        return Annealing.averageDecay(step, emaPower);
    }
}
