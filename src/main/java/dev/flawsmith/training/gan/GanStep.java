package dev.flawsmith.training.gan;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.DiscriminatorNetwork;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.training.AdamW;
import dev.flawsmith.training.Annealing;
import dev.flawsmith.training.gan.GanBatches.Half;
import dev.flawsmith.training.generator.FlippedPhotos;

/**
 * One step: the discriminator learns to tell photos from drawn images, then the generator to be taken for photos; both see
 * images under {@link DiffAugment} only, under {@link HingeLoss}. One native scope each half.
 */
final class GanStep {
    private final GeneratorNetwork generator;
    private final DiscriminatorNetwork discriminator;
    private final GanConfig config;
    private final GanBatches batches;
    private final AdamW generatorOptimizer;
    private final AdamW discriminatorOptimizer;
    private final NDArray average;

    /** @param average of the generator's weights, changed in place */
    GanStep(
            GeneratorNetwork generator,
            DiscriminatorNetwork discriminator,
            GanConfig config,
            GanBatches batches,
            AdamW generatorOptimizer,
            AdamW discriminatorOptimizer,
            NDArray average) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.config = config;
        this.batches = batches;
        this.generatorOptimizer = generatorOptimizer;
        this.discriminatorOptimizer = discriminatorOptimizer;
        this.average = average;
    }

    /**
     * What a step saw.
     *
     * @param discriminatorLoss 0 where every image is told apart by a margin, 2 where none is told
     * @param generatorLoss minus the mean of what drawn images are taken for
     * @param told share of photos and drawn images on their own side of 0
     * @param gradientNorms of both networks, one after the other
     */
    record Outcome(double discriminatorLoss, double generatorLoss, double told, double gradientNorms) {
        boolean isFinite() {
            return Double.isFinite(discriminatorLoss)
                    && Double.isFinite(generatorLoss)
                    && Double.isFinite(gradientNorms);
        }
    }

    /**
     * Does one step; leaves the weights of a network alone whose loss or gradient is not finite.
     *
     * @param step number of steps done before
     * @param share of the budget that is used
     */
    Outcome run(long step, double share) {
        double[] judged = judge(step, share);
        double[] drawn = draw(step, share);
        return new Outcome(judged[0], drawn[0], judged[1], judged[2] + drawn[1]);
    }

    private double[] judge(long step, double share) {
        discriminator.iterateNorms(1);
        try (NDManager scope = discriminator.manager().newSubManager()) {
            FlippedPhotos.Rows photos = batches.photos(step, config.flipsAt(share));
            FlippedPhotos.Rows latents = batches.latents(step, Half.DISCRIMINATOR);
            int n = config.batch();
            NDArray labels = labels(scope, photos).concat(labels(scope, latents), 0);
            NDArray images = images(scope, photos.values()).concat(drawn(scope, latents), 0);
            NDArray seen = batches.changes(step, Half.DISCRIMINATOR).apply(images, 2);
            float loss;
            float[] scores;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray out = discriminator.forward(seen, labels);
                NDArray error = HingeLoss.ofDiscriminator(
                        out.get(new NDIndex("0:" + n)), out.get(new NDIndex(n + ":" + 2 * n)));
                collector.backward(error);
                loss = error.getFloat();
                scores = out.toFloatArray();
            }
            NDArray gradient = discriminator.takeGradient(scope);
            double norm = norm(gradient);
            if (Float.isFinite(loss) && Double.isFinite(norm)) {
                float rate = (float) (config.discriminatorRate() * config.rateAt(share));
                discriminatorOptimizer.step(discriminator.weights(), gradient, 1, rate, step + 1);
            }
            return new double[] {loss, told(scores), norm};
        }
    }

    private double[] draw(long step, double share) {
        try (NDManager scope = generator.manager().newSubManager()) {
            FlippedPhotos.Rows latents = batches.latents(step, Half.GENERATOR);
            NDArray z = z(scope, latents);
            NDArray labels = labels(scope, latents);
            DiffAugment changes = batches.changes(step, Half.GENERATOR);
            float loss;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray seen = changes.apply(generator.forward(z, labels), 1);
                NDArray error = HingeLoss.ofGenerator(discriminator.forward(seen, labels));
                collector.backward(error);
                loss = error.getFloat();
            }
            NDArray unused = discriminator.takeGradient(scope); // its turn is over: it learns nothing from this half
            NDArray gradient = generator.takeGradient(scope);
            double norm = norm(gradient);
            if (Float.isFinite(loss) && Double.isFinite(norm)) {
                float rate = (float) (config.generatorRate() * config.rateAt(share));
                generatorOptimizer.step(generator.weights(), gradient, 1, rate, step + 1);
                Annealing.follow(average, generator.weights(), config.emaDecayAt(step + 1), scope);
            }
            return new double[] {loss, norm};
        }
    }

    private static double norm(NDArray gradient) {
        return Math.sqrt(gradient.square().sum().getFloat());
    }

    /** Images that no gradient goes back through. */
    private NDArray drawn(NDManager scope, FlippedPhotos.Rows latents) {
        try (NDManager inner = scope.newSubManager()) {
            NDArray images =
                    generator.forward(z(inner, latents), labels(inner, latents)).stopGradient();
            images.attach(scope);
            return images;
        }
    }

    private NDArray z(NDManager scope, FlippedPhotos.Rows latents) {
        GeneratorConfig net = generator.config();
        return AlignedArrays.create(scope, latents.values(), new Shape(config.batch(), net.latent()));
    }

    private NDArray labels(NDManager scope, FlippedPhotos.Rows rows) {
        return AlignedArrays.create(
                scope,
                rows.labels(),
                new Shape(config.batch(), generator.config().classes()));
    }

    private NDArray images(NDManager scope, float[] values) {
        GeneratorConfig net = generator.config();
        return AlignedArrays.create(
                scope, values, new Shape(config.batch(), net.imageChannels(), net.imageSize(), net.imageSize()));
    }

    private static double told(float[] scores) {
        int half = scores.length / 2;
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            right += (i < half) == (scores[i] > 0) ? 1 : 0;
        }
        return (double) right / scores.length;
    }

    NDArray average() {
        return average;
    }
}
