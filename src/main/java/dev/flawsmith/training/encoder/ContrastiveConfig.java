package dev.flawsmith.training.encoder;

/**
 * How an encoder is trained.
 *
 * @param pairs images a step, each shown in two views; even, at least 4
 * @param temperature of the softmax over similarities, above 0
 * @param entropyWeight lambda of the entropy term, at least 0
 * @param learningRate peak learning rate of AdamW
 * @param warmUpSteps steps over which it rises linearly from 0
 * @param decayFrom share of the budget after which it falls linearly to 0, in [0, 1)
 * @param maxGradientNorm the gradient's L2 norm is clipped to this
 * @param poolSize scenes that are drawn at a time, even
 * @param poolPasses how often a pool is shown before the next one is drawn
 * @param seed all of the run's randomness
 */
public record ContrastiveConfig(
        int pairs,
        double temperature,
        double entropyWeight,
        double learningRate,
        int warmUpSteps,
        double decayFrom,
        double maxGradientNorm,
        int poolSize,
        int poolPasses,
        long seed) {
    /** What {@code models/encoder-surface} is trained with. */
    public static final ContrastiveConfig STANDARD =
            new ContrastiveConfig(64, 0.05, 5, 1.5e-3, 100, 0.4, 3, 4096, 6, 1);

    public ContrastiveConfig {
        if (pairs < 4 || pairs % 2 != 0 || poolSize < pairs || poolSize % 2 != 0 || poolPasses < 1) {
            throw new IllegalArgumentException("expected an even number of at least 4 pairs a step, an even pool of at"
                    + " least as many scenes and at least 1 pass, found " + pairs + ", " + poolSize + " and "
                    + poolPasses);
        }
        if (!(temperature > 0) || !(entropyWeight >= 0) || !(learningRate > 0) || !(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("expected temperature, learning rate and gradient norm above 0 and an"
                    + " entropy weight of at least 0, found " + temperature + ", " + learningRate + ", "
                    + maxGradientNorm + " and " + entropyWeight);
        }
        if (!(decayFrom >= 0 && decayFrom < 1) || warmUpSteps < 0) {
            throw new IllegalArgumentException("expected decayFrom in [0, 1) and warm-up of at least 0, found "
                    + decayFrom + " and " + warmUpSteps);
        }
    }

    /** The same with another seed. */
    public ContrastiveConfig withSeed(long other) {
        return new ContrastiveConfig(
                pairs,
                temperature,
                entropyWeight,
                learningRate,
                warmUpSteps,
                decayFrom,
                maxGradientNorm,
                poolSize,
                poolPasses,
                other);
    }

    /** The learning rate of a step. */
    double learningRateAt(long step, double progress) {
        double warm = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmUpSteps);
        double decay = progress <= decayFrom ? 1 : Math.max(0, (1 - progress) / (1 - decayFrom));
        return learningRate * warm * decay;
    }
}
