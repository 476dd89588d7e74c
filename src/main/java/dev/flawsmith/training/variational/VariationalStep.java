package dev.flawsmith.training.variational;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.Posterior;
import dev.flawsmith.model.djl.VariationalNetwork;
import dev.flawsmith.training.Learner;
import dev.flawsmith.training.LossTerms;
import dev.flawsmith.training.generator.FlippedPhotos;

/**
 * One step up the evidence lower bound (Kingma and Welling 2014, eq. 3), the photos' noise being normal with the deviation that
 * fits the batch best (Rybkin, Daniilidis and Levine 2021, σ-VAE, eq. 5), so that no weight between error and divergence has to be
 * chosen: {@code log(error²) / 2 + divergence} in nats a value, less constants. Backward, clipped AdamW step, average of the
 * weights. One native scope a step.
 */
final class VariationalStep {
    private final VariationalNetwork network;
    private final VariationalConfig config;
    private final Learner learner;

    VariationalStep(VariationalNetwork network, VariationalConfig config, Learner learner) {
        this.network = network;
        this.config = config;
        this.learner = learner;
    }

    /**
     * What a step saw.
     *
     * @param negativeBound upper bound of minus the logarithm of the photos' density, nats a value of the image
     * @param error root of the mean squared error, model space
     * @param divergence Kullback-Leibler, nats an image
     * @param gradientNorm before clipping
     */
    record Outcome(double negativeBound, double error, double divergence, double gradientNorm) {
        boolean isFinite() {
            return Double.isFinite(negativeBound) && Double.isFinite(divergence) && Double.isFinite(gradientNorm);
        }
    }

    /**
     * Does one step; leaves the weights alone when loss or gradient is not finite.
     *
     * @param noise standard normal, {@code [batch * latent]}
     * @param step number of steps done before
     */
    Outcome run(FlippedPhotos.Rows photos, float[] noise, long step, double learningRate) {
        GeneratorConfig net = network.config();
        int n = config.batch();
        double perValue = (double) net.latent() / net.shape().size();
        try (NDManager scope = network.manager().newSubManager()) {
            NDArray images = AlignedArrays.create(
                    scope, photos.values(), new Shape(n, net.imageChannels(), net.imageSize(), net.imageSize()));
            NDArray labels = AlignedArrays.create(scope, photos.labels(), new Shape(n, net.classes()));
            NDArray normal = AlignedArrays.create(scope, noise, new Shape(n, net.latent()));
            float squaredError;
            float divergence;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                Posterior posterior = network.recognise(images, labels);
                NDArray deviation = posterior.logDeviation().exp();
                NDArray drawn = network.draw(posterior.mean().add(deviation.mul(normal)), labels);
                NDArray squared = drawn.sub(images).square().mean();
                NDArray kl = LossTerms.divergence(posterior, deviation, scope);
                collector.backward(
                        LossTerms.weighted(squared.log(), 0.5, scope).add(LossTerms.weighted(kl, perValue, scope)));
                squaredError = squared.getFloat();
                divergence = kl.getFloat();
            }
            NDArray gradient = network.takeGradient(scope);
            double norm = Learner.norm(gradient);
            double bound = 0.5 * (Math.log(2 * Math.PI * squaredError) + 1) + perValue * divergence;
            Outcome outcome = new Outcome(bound, Math.sqrt(squaredError), divergence * net.latent(), norm);
            if (outcome.isFinite()) {
                learner.learn(
                        gradient, norm, config.maxGradientNorm(), learningRate, step + 1, config.emaDecayAt(step + 1));
            }
            return outcome;
        }
    }
}
