package dev.flawsmith.training.autoencoder;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.Posterior;
import dev.flawsmith.model.djl.VaeNetwork;
import dev.flawsmith.training.Learner;
import dev.flawsmith.training.LossTerms;

/**
 * One step of an autoencoder (Kingma and Welling 2014; the weighting of Rombach et al. 2022, appendix G): absolute error,
 * distance of features, and a small share of the posterior's divergence from a standard normal; backward, clipped AdamW
 * step, average of the weights. One native scope a step.
 */
final class VaeStep {
    private final VaeNetwork network;
    private final VaeTrainingConfig config;
    private final FeatureDistance features;
    private final Learner learner;

    VaeStep(VaeNetwork network, VaeTrainingConfig config, FeatureDistance features, Learner learner) {
        this.network = network;
        this.config = config;
        this.features = features;
        this.learner = learner;
    }

    /**
     * What a step saw.
     *
     * @param error mean absolute error, model space
     * @param feature distance of features
     * @param divergence Kullback-Leibler, nats a value of the latent
     * @param gradientNorm before clipping
     */
    record Outcome(double error, double feature, double divergence, double gradientNorm) {
        boolean isFinite() {
            return Double.isFinite(error)
                    && Double.isFinite(feature)
                    && Double.isFinite(divergence)
                    && Double.isFinite(gradientNorm);
        }
    }

    /**
     * Does one step; leaves the weights alone when loss or gradient is not finite.
     *
     * @param noise standard normal, as many values as the latents have
     * @param step number of steps done before
     */
    Outcome run(CropSource.Crops crops, float[] noise, long step, double learningRate) {
        VaeConfig net = network.config();
        int side = crops.side();
        int grid = side / net.factor();
        try (NDManager scope = network.manager().newSubManager()) {
            NDArray images = AlignedArrays.create(
                    scope, crops.values(), new Shape(crops.count(), net.imageChannels(), side, side));
            NDArray normal =
                    AlignedArrays.create(scope, noise, new Shape(crops.count(), net.latentChannels(), grid, grid));
            float error;
            float feature;
            float divergence;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                Posterior posterior = network.encode(images);
                NDArray deviation = posterior.logDeviation().exp();
                NDArray decoded = network.decode(posterior.mean().add(deviation.mul(normal)));
                NDArray absolute = decoded.sub(images).abs().mean();
                NDArray distance = features.between(decoded, images);
                NDArray kl = LossTerms.divergence(posterior, deviation, scope);
                NDArray total = absolute.add(LossTerms.weighted(distance, config.featureWeight(), scope))
                        .add(LossTerms.weighted(kl, config.klWeight(), scope));
                collector.backward(total);
                error = absolute.getFloat();
                feature = distance.getFloat();
                divergence = kl.getFloat();
            }
            NDArray gradient = network.takeGradient(scope);
            double norm = Learner.norm(gradient);
            Outcome outcome = new Outcome(error, feature, divergence, norm);
            if (outcome.isFinite()) {
                learner.learn(
                        gradient, norm, config.maxGradientNorm(), learningRate, step + 1, config.emaDecayAt(step + 1));
            }
            return outcome;
        }
    }
}
