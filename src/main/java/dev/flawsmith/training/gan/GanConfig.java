package dev.flawsmith.training.gan;

import dev.flawsmith.training.Annealing;

/**
 * How a GAN is trained.
 *
 * @param batch photos, and as many drawn images, a step
 * @param generatorRate peak of the generator's learning rate
 * @param discriminatorRate peak of the discriminator's, in (0, 1]; it may differ from the generator's (Heusel et al. 2017)
 * @param beta1 first decay of both Adams
 * @param beta2 second decay
 * @param decayFrom share of the budget after which both rates fall linearly to 0, in [0, 1]
 * @param emaPower exponent of the power-function average of the generator's weights (Karras et al. 2024, EDM2, eq. 3)
 * @param flips probability of each of the two flips until {@code decayFrom}, in [0, 0.5]; none from there on
 * @param seed all of the run's randomness
 */
public record GanConfig(
        int batch,
        double generatorRate,
        double discriminatorRate,
        double beta1,
        double beta2,
        double decayFrom,
        double emaPower,
        double flips,
        long seed) {
    /**
     * Rates and the first decay of Liu et al. 2021 (FastGAN), who learn from few photos in small batches, too; gradients of so few
     * images want more than the ten steps that a second decay of 0.9 (Zhang et al. 2019) remembers.
     */
    public static final GanConfig STANDARD = new GanConfig(16, 2e-4, 2e-4, 0.5, 0.99, 0.6, 16, 0.5, 1);

    public GanConfig {
        if (batch < 2) {
            throw new IllegalArgumentException("expected a batch of at least 2, found " + batch);
        }
        requireRate(generatorRate);
        requireRate(discriminatorRate);
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

    private static void requireRate(double rate) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("expected a learning rate above 0 and at most 1, found " + rate);
        }
    }

    /** The same with another batch size. */
    public GanConfig withBatch(int images) {
        return new GanConfig(images, generatorRate, discriminatorRate, beta1, beta2, decayFrom, emaPower, flips, seed);
    }

    /** The same with another peak of the generator's rate; the discriminator's keeps its ratio to it. */
    public GanConfig withLearningRate(double peak) {
        return new GanConfig(
                batch, peak, peak * discriminatorRate / generatorRate, beta1, beta2, decayFrom, emaPower, flips, seed);
    }

    /** The same with another probability of each flip. */
    public GanConfig withFlips(double probability) {
        return new GanConfig(
                batch, generatorRate, discriminatorRate, beta1, beta2, decayFrom, emaPower, probability, seed);
    }

    /** The same with another seed. */
    public GanConfig withSeed(long other) {
        return new GanConfig(batch, generatorRate, discriminatorRate, beta1, beta2, decayFrom, emaPower, flips, other);
    }

    /** What both rates are multiplied by at a point of the budget. */
    double rateAt(double progress) {
        return Annealing.linear(progress, decayFrom);
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
