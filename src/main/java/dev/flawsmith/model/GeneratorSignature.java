package dev.flawsmith.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes into a generator's ONNX file, and what comes out.
 *
 * @param latent name of the input that is {@code z}
 * @param latentShape its shape without the batch axis
 * @param classInput name of the input that is the class; null for a network that takes none
 * @param oneHot whether a class is {@code [batch, classes]}; else its number, {@code [batch]}
 * @param output name of the image
 * @param shape of an image
 * @param classes that there are, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record GeneratorSignature(
        String latent,
        long[] latentShape,
        @Nullable String classInput,
        boolean oneHot,
        String output,
        ImageShape shape,
        int classes) {
    public GeneratorSignature {
        latentShape = latentShape.clone();
    }

    /** Of a descriptor that was checked. */
    public static GeneratorSignature of(GeneratorDescriptor descriptor) {
        GeneratorDescriptor.Input latent = descriptor.latent();
        List<Integer> shape = latent.shape() == null ? List.of() : latent.shape();
        GeneratorDescriptor.Input told = descriptor.classInput().orElse(null);
        return new GeneratorSignature(
                latent.name(),
                shape.stream().mapToLong(Integer::longValue).toArray(),
                told == null ? null : told.name(),
                told != null && GeneratorDescriptor.ONE_HOT.equals(told.form()),
                descriptor.output(),
                descriptor.shape(),
                descriptor.classes().size());
    }

    /** Values of one {@code z}. */
    public int latentSize() {
        return Math.toIntExact(Arrays.stream(latentShape).reduce(1, Math::multiplyExact));
    }

    /**
     * Holds a call to the network's shape.
     *
     * @throws IllegalArgumentException if a row's length or class does not fit
     */
    public void check(float[][] z, List<Condition> conditions) {
        if (z.length == 0 || conditions.size() != z.length) {
            throw new IllegalArgumentException("expected as many conditions as rows, found " + z.length + " rows and "
                    + conditions.size() + " conditions");
        }
        for (int i = 0; i < z.length; i++) {
            if (z[i].length != latentSize()) {
                throw new IllegalArgumentException(
                        "expected " + latentSize() + " values in row " + i + ", found " + z[i].length);
            }
            Condition condition = conditions.get(i);
            if (condition.text() != null || condition.classIndex() < 0 || condition.classIndex() >= classes) {
                throw new IllegalArgumentException("expected a class below " + classes + " in row " + i + ", found "
                        + (condition.text() != null ? "a text" : condition.classIndex()));
            }
        }
    }
}
