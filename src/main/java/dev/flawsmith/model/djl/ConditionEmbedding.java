package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.flawsmith.model.UNetConfig;

/**
 * Turns noise level, class, sentence and augmentation label into one embedding. Each condition enters through a linear
 * map of its own, so an all-zero row (a dropped condition) adds nothing but a bias.
 */
final class ConditionEmbedding extends Layer {
    /** Name of the classes' weights, {@code [channels, classes]}, in a U-Net. */
    static final String CLASS_WEIGHT = "embedding.class.weight";
    /** And of their bias, {@code [channels]}. Both are multiplied by the root of the number of classes. */
    static final String CLASS_BIAS = "embedding.class.bias";

    private static final double MAX_FREQUENCY = 100;

    private final int channels;
    private final Dense noise;
    private final Dense classes;
    private final Dense text;
    private final Dense augment;
    private final Dense mix;

    ConditionEmbedding(String name, UNetConfig config) {
        channels = config.embeddingChannels();
        noise = child("noise", new Dense(name + ".noise", channels, channels, WeightSlot.Start.FAN_IN));
        classes = child("class", new Dense(name + ".class", config.classes(), channels, WeightSlot.Start.FAN_IN));
        text = child("text", new Dense(name + ".text", config.textDimension(), channels, WeightSlot.Start.FAN_IN));
        augment = child(
                "augment", new Dense(name + ".augment", config.augmentDimension(), channels, WeightSlot.Start.ZERO));
        mix = child("mix", new Dense(name + ".mix", channels, channels, WeightSlot.Start.FAN_IN));
    }

    /**
     * Embeds one row of conditions each.
     *
     * @param level {@code c_noise}, {@code [batch, 1]}
     * @param label one-hot class or zeros, {@code [batch, classes]}
     * @param sentence unit-length sentence embedding or zeros, {@code [batch, text]}
     * @param flips augmentation label, {@code [batch, augment]}
     * @return activated, {@code [batch, channels]}
     */
    NDArray apply(NDArray level, NDArray label, NDArray sentence, NDArray flips) {
        NDArray h = noise.apply(fourier(level))
                .add(scaled(classes.apply(label), Math.sqrt((double)
                        label.getShape().get(1))))
                .add(scaled(text.apply(sentence), Math.sqrt((double)
                        sentence.getShape().get(1))))
                .add(augment.apply(flips));
        return Activation.gelu(mix.apply(Activation.gelu(h)));
    }

    /** Cosines and sines of {@code c_noise = ln(sigma) / 4} at angular frequencies spaced geometrically from 1 to 100. */
    private NDArray fourier(NDArray level) {
        int half = channels / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.pow(MAX_FREQUENCY, (double) i / half);
        }
        NDArray phase = level.mul(level.getManager().create(frequencies, new Shape(1, half)));
        return phase.cos().concat(phase.sin(), 1);
    }

    @Override
    NDArray run(NDList inputs) {
        return apply(inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(3));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), channels)};
    }
}
