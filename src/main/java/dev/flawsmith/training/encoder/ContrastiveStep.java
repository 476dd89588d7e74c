package dev.flawsmith.training.encoder;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.EncoderNetwork;
import dev.flawsmith.training.Annealing;
import dev.flawsmith.training.Learner;

/** One step: forward, {@link ContrastiveLoss}, backward, clipped AdamW step, average of the weights. One native scope. */
final class ContrastiveStep {
    /** Exponent of the power-function average of the weights (Karras et al. 2024, EDM2, eq. 3). */
    private static final double AVERAGE_POWER = 16;

    private final EncoderNetwork network;
    private final ContrastiveConfig config;
    private final ContrastiveLoss loss;
    private final Learner learner;

    ContrastiveStep(EncoderNetwork network, ContrastiveConfig config, Learner learner) {
        this.network = network;
        this.config = config;
        this.loss = new ContrastiveLoss(config.pairs(), config.temperature(), config.entropyWeight());
        this.learner = learner;
    }

    /**
     * What a step saw.
     *
     * @param contrast the InfoNCE term
     * @param entropy the KoLeo term
     * @param gradientNorm before clipping
     * @param matched share of views whose nearest other view shows the same scene
     */
    record Outcome(double contrast, double entropy, double gradientNorm, double matched) {
        boolean isFinite() {
            return Double.isFinite(contrast) && Double.isFinite(entropy) && Double.isFinite(gradientNorm);
        }
    }

    /**
     * Does one step; leaves the weights alone when loss or gradient is not finite.
     *
     * @param views as {@link PairSource#at} gives them
     * @param step number of steps done before
     */
    Outcome run(float[] views, long step, double learningRate) {
        EncoderConfig net = network.config();
        int n = 2 * config.pairs();
        try (NDManager scope = network.manager().newSubManager()) {
            NDArray images = AlignedArrays.create(
                    scope, views, new Shape(n, net.imageChannels(), net.imageSize(), net.imageSize()));
            float contrast;
            float entropy;
            float[] features;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray z = network.forward(images);
                ContrastiveLoss.Terms terms = loss.of(z);
                collector.backward(terms.total());
                contrast = terms.contrast().getFloat();
                entropy = terms.entropy().getFloat();
                features = z.toFloatArray();
            }
            NDArray gradient = network.takeGradient(scope);
            double norm = Learner.norm(gradient);
            Outcome outcome = new Outcome(contrast, entropy, norm, matched(features, n));
            if (outcome.isFinite()) {
                learner.learn(
                        gradient,
                        norm,
                        config.maxGradientNorm(),
                        learningRate,
                        step + 1,
                        Annealing.averageDecay(step + 1, AVERAGE_POWER));
            }
            return outcome;
        }
    }

    static double matched(float[] features, int n) {
        int d = features.length / n;
        int hits = 0;
        for (int i = 0; i < n; i++) {
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                float dot = 0;
                for (int k = 0; k < d && j != i; k++) {
                    dot += features[i * d + k] * features[j * d + k];
                }
                if (j != i && dot > highest) {
                    highest = dot;
                    best = j;
                }
            }
            hits += best == (i + n / 2) % n ? 1 : 0;
        }
        return (double) hits / n;
    }
}
