package dev.flawsmith.model.onnx;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageGenerator;
import dev.flawsmith.model.ModelPackageException;
import java.util.List;

/**
 * Draws with a generator before anybody waits for it: an image must be finite, and the same from the same {@code z} whoever
 * shares its call. Noise inside a network, or batch norm that was exported as it trains, would break every promise of seeds.
 */
record GeneratorProbe(ImageGenerator generator, boolean oneRow) {
    /** Of what an image spans; other numbers of rows are other roundings. */
    private static final double TOLERANCE = 1e-3;

    void check(String source) {
        float[] z = new float[generator.latentSize()];
        float[] other = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) Math.sin(1.0 + i);
            other[i] = (float) Math.cos(2.0 * i);
        }
        Condition condition = Condition.ofClass(0);
        float[] alone = generator.generate(new float[][] {z}, List.of(condition))[0];
        float[] again = oneRow
                ? generator.generate(new float[][] {z}, List.of(condition))[0]
                : generator.generate(new float[][] {other, z}, List.of(condition, condition))[1];
        double largest = 0;
        double span = 1;
        for (int i = 0; i < alone.length; i++) {
            if (!Float.isFinite(alone[i])) {
                throw new ModelPackageException(source + ": expected finite pixels, found " + alone[i]);
            }
            span = Math.max(span, Math.abs(alone[i]));
            largest = Math.max(largest, Math.abs(alone[i] - again[i]));
        }
        if (!(largest <= TOLERANCE * span)) {
            throw new ModelPackageException(
                    source + ": expected one image of one z, whoever shares its call, found two that" + " differ by "
                            + largest + ": is there noise inside the network, or batch norm as in training?");
        }
    }
}
