package dev.flawsmith.training;

/**
 * How a model is trained.
 *
 * @param batch images a step
 * @param learningRate peak learning rate of AdamW
 * @param warmUpSteps steps over which the learning rate rises linearly from 0
 * @param decayFrom share of the budget after which the learning rate falls linearly to 0, in [0, 1]
 * @param beta1 AdamW's first decay
 * @param beta2 AdamW's second decay
 * @param weightDecay AdamW's decoupled weight decay
 * @param maxGradientNorm the gradient's L2 norm is clipped to this
 * @param emaPower exponent of the power-function average of the weights (Karras et al. 2024, EDM2, eq. 3)
 * @param logSigmaMean mean of ln(sigma) while training (Karras et al. 2022, P_mean)
 * @param logSigmaDeviation its standard deviation (P_std)
 * @param dropCondition probability that an image is shown with neither class nor sentence
 * @param flips probability of each of the two flips until {@code decayFrom}, in [0, 0.5]; none from there on
 * @param augment probability of each of {@link Augmentation}'s other changes, in [0, 1)
 * @param seed all of the run's randomness
 */
public record TrainingConfig(
        int batch,
        double learningRate,
        int warmUpSteps,
        double decayFrom,
        double beta1,
        double beta2,
        double weightDecay,
        double maxGradientNorm,
        double emaPower,
        double logSigmaMean,
        double logSigmaDeviation,
        double dropCondition,
        double flips,
        double augment,
        long seed) {
    /** What the bundled models are trained with. */
    public static final TrainingConfig STANDARD =
            new TrainingConfig(16, 7e-4, 300, 0.6, 0.9, 0.99, 0, 1, 16, -1.2, 1.2, 0.1, 0.5, 0, 1);

    private static final double MOST_LOG_SIGMA = 10;

    public TrainingConfig {
        if (batch < 1 || warmUpSteps < 0) {
            throw new IllegalArgumentException(
                    "expected a batch of at least 1 and warm-up of at least 0, found " + batch + " and " + warmUpSteps);
        }
        if (!(learningRate > 0 && learningRate <= 1) || !(maxGradientNorm > 0)) {
            throw new IllegalArgumentException(
                    "expected a learning rate above 0 and at most 1 and a gradient norm above 0, found " + learningRate
                            + " and " + maxGradientNorm);
        }
        if (!(Math.abs(logSigmaMean) <= MOST_LOG_SIGMA)
                || !(logSigmaDeviation > 0 && logSigmaDeviation <= MOST_LOG_SIGMA)) {
            throw new IllegalArgumentException("expected ln(sigma) with a mean in [-10, 10] and"
                    + " a standard deviation in (0, 10], found " + logSigmaMean + " and " + logSigmaDeviation);
        }
        if (!(flips >= 0 && flips <= 0.5)) {
            throw new IllegalArgumentException("expected a probability of flips in [0, 0.5], found " + flips);
        }
        if (!(decayFrom >= 0 && decayFrom <= 1)
                || !(dropCondition >= 0 && dropCondition < 1)
                || !(augment >= 0 && augment < 1)) {
            throw new IllegalArgumentException(
                    "expected decayFrom in [0, 1], dropCondition and augment in [0, 1), found " + decayFrom + ", "
                            + dropCondition + " and " + augment);
        }
    }

    /** The same with another batch size. */
    public TrainingConfig withBatch(int images) {
        return with(images, learningRate, logSigmaMean, logSigmaDeviation, flips, augment, seed);
    }

    /** The same with another peak learning rate. */
    public TrainingConfig withLearningRate(double peak) {
        return with(batch, peak, logSigmaMean, logSigmaDeviation, flips, augment, seed);
    }

    /** The same with other noise levels: mean and standard deviation of ln(sigma). */
    public TrainingConfig withLogSigma(double mean, double deviation) {
        return with(batch, learningRate, mean, deviation, flips, augment, seed);
    }

    /** The same with another seed. */
    public TrainingConfig withSeed(long other) {
        return with(batch, learningRate, logSigmaMean, logSigmaDeviation, flips, augment, other);
    }

    /** The same with another probability of each flip. */
    public TrainingConfig withFlips(double probability) {
        return with(batch, learningRate, logSigmaMean, logSigmaDeviation, probability, augment, seed);
    }

    /** The same with another probability of each change but flips. */
    public TrainingConfig withAugment(double probability) {
        return with(batch, learningRate, logSigmaMean, logSigmaDeviation, flips, probability, seed);
    }

    private TrainingConfig with(
            int images, double peak, double mean, double deviation, double flipped, double probability, long other) {
        return new TrainingConfig(
                images,
                peak,
                warmUpSteps,
                decayFrom,
                beta1,
                beta2,
                weightDecay,
                maxGradientNorm,
                emaPower,
                mean,
                deviation,
                dropCondition,
                flipped,
                probability,
                other);
    }

    /** The learning rate of a step: warm-up, then constant, then linear decay over the rest of the budget. */
    double learningRateAt(long step, double progress) {
        double warm = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmUpSteps);
        double decay = Annealing.linear(progress, decayFrom);
        return learningRate * warm * decay;
    }

    /**
     * The probability of each flip at a point of the budget. The last part, in which the learning rate falls, shows photos as
     * they are: the network is told of flips (see {@link Augmentation}), but a few hundred thousand images do not teach it to
     * heed that, and it would draw what lies one way in the photos both ways.
     *
     * @param progress share of the budget, in [0, 1]
     */
    public double flipsAt(double progress) {
        return progress <= decayFrom ? flips : 0;
    }

    /** The average's decay at a step from 1. */
    double emaDecayAt(long step) {
        return Annealing.averageDecay(step, emaPower);
    }
}
