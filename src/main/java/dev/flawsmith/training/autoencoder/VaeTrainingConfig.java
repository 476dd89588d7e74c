package dev.flawsmith.training.autoencoder;

import dev.flawsmith.training.Annealing;

/**
 * How an autoencoder is trained.
 *
 * @param crop side of the squares that are cut out of photos while {@code progress < wholeFrom}
 * @param crops squares a step; whole photos come in batches of as many pixels, at least one
 * @param wholeFrom share of the budget after which photos are shown whole, in [0, 1]
 * @param learningRate peak learning rate of AdamW
 * @param warmUpSteps steps over which it rises linearly from 0
 * @param decayFrom share of the budget after which it falls linearly to 0, in [0, 1)
 * @param maxGradientNorm the gradient's L2 norm is clipped to this
 * @param emaPower exponent of the power-function average of the weights (Karras et al. 2024, EDM2, eq. 3)
 * @param featureWeight of the distance of an encoder's activations, at least 0
 * @param klWeight of the posterior's divergence from a standard normal, per value of the latent, at least 0
 * @param seed all of the run's randomness
 */
public record VaeTrainingConfig(
        int crop,
        int crops,
        double wholeFrom,
        double learningRate,
        int warmUpSteps,
        double decayFrom,
        double maxGradientNorm,
        double emaPower,
        double featureWeight,
        double klWeight,
        long seed) {
    /** What {@code models/steel-strip-128} is trained with. */
    public static final VaeTrainingConfig STANDARD =
            new VaeTrainingConfig(64, 16, 0.8, 1e-3, 100, 0.5, 1, 16, 0.3, 3e-4, 1);

    public VaeTrainingConfig {
        if (crop < 1 || crops < 1 || warmUpSteps < 0) {
            throw new IllegalArgumentException(
                    "expected crops of at least 1 pixel, at least 1 a step, and warm-up of at" + " least 0, found "
                            + crop + ", " + crops + " and " + warmUpSteps);
        }
        if (!(learningRate > 0 && learningRate <= 1) || !(maxGradientNorm > 0) || !(emaPower > 0)) {
            throw new IllegalArgumentException("expected a learning rate in (0, 1], gradient norm and average power"
                    + " above 0, found " + learningRate + ", " + maxGradientNorm + " and " + emaPower);
        }
        if (!(featureWeight >= 0) || !(klWeight >= 0)) {
            throw new IllegalArgumentException(
                    "expected weights of at least 0, found " + featureWeight + " and " + klWeight);
        }
        if (!(wholeFrom >= 0 && wholeFrom <= 1) || !(decayFrom >= 0 && decayFrom < 1)) {
            throw new IllegalArgumentException(
                    "expected wholeFrom in [0, 1] and decayFrom in [0, 1), found " + wholeFrom + " and " + decayFrom);
        }
    }

    /** The same with another seed. */
    public VaeTrainingConfig withSeed(long other) {
        return new VaeTrainingConfig(
                crop,
                crops,
                wholeFrom,
                learningRate,
                warmUpSteps,
                decayFrom,
                maxGradientNorm,
                emaPower,
                featureWeight,
                klWeight,
                other);
    }

    /**
     * The same for photos of that side: crops are no larger than they are.
     *
     * @throws IllegalArgumentException if the side is no number of pixels
     */
    public VaeTrainingConfig within(int side) {
        if (side < 1) {
            throw new IllegalArgumentException("expected photos of at least 1 pixel, found " + side);
        }
        return new VaeTrainingConfig(
                Math.min(crop, side),
                crops,
                wholeFrom,
                learningRate,
                warmUpSteps,
                decayFrom,
                maxGradientNorm,
                emaPower,
                featureWeight,
                klWeight,
                seed);
    }

    /** The learning rate of a step. */
    double learningRateAt(long step, double progress) {
        double warm = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmUpSteps);
        double decay = Annealing.linear(progress, decayFrom);
        return learningRate * warm * decay;
    }

    /** The average's decay at a step from 1. */
    double emaDecayAt(long step) {
        return Annealing.averageDecay(step, emaPower);
    }
}
