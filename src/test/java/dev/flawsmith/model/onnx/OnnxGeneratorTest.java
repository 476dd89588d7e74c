package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.ToyGenerators.LATENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.GeneratorSignature;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.onnx.ToyGenerators.Form;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxGeneratorTest {
    private static final float TOLERANCE = 1e-6f;

    @TempDir
    private Path folder;

    @Test
    void everyFormOfFileDrawsTheSameImagesAloneAndInABatch() throws IOException {
        float[][] z = IntStream.range(0, 5)
                .mapToObj(i -> new Noise(i, 0).standardNormal(0, LATENT))
                .toArray(float[][]::new);
        List<Condition> classes =
                IntStream.range(0, 5).mapToObj(i -> Condition.ofClass(i % 3)).toList();
        float[][] expected = null;
        for (Form form : List.of(Form.INDEX, Form.ONE_HOT, Form.ONE_ROW)) {
            try (OnnxGenerator generator = open(form, ToyGenerators.signature(form))) {
                float[][] images = generator.generate(z, classes);
                expected = expected == null ? images : expected;
                for (int i = 0; i < z.length; i++) {
                    float[] alone = generator.generate(new float[][] {z[i]}, List.of(classes.get(i)))[0];
                    assertArrayEquals(expected[i], images[i], TOLERANCE, form.toString());
                    assertArrayEquals(expected[i], alone, TOLERANCE, form + ", alone");
                }
            }
        }
    }

    @Test
    void rowsThatDoNotFitAreRefused() throws IOException {
        try (OnnxGenerator generator = open(Form.INDEX, ToyGenerators.signature(Form.INDEX))) {
            assertRefused(
                    generator, new float[LATENT + 1], Condition.ofClass(0), "expected 8 values in row 0, found 9");
            assertRefused(
                    generator, new float[LATENT], Condition.ofClass(3), "expected a class below 3 in row 0, found 3");
            assertRefused(generator, new float[LATENT], Condition.NONE, "expected a class below 3 in row 0, found -1");
        }
    }

    private static void assertRefused(OnnxGenerator generator, float[] z, Condition condition, String message) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> generator.generate(new float[][] {z}, List.of(condition)));
        assertEquals(message, e.getMessage());
    }

    @Test
    void aFileThatIsNotAsDescribedIsRefusedAndTheTensorNamed() throws IOException {
        ImageShape grey = ToyGenerators.SHAPE;
        long[] z = {LATENT};
        assertNone(new GeneratorSignature("noise", z, "y", false, "image", grey, 3), "expected the inputs [");
        assertNone(new GeneratorSignature("z", z, null, false, "image", grey, 1), "expected the inputs [z]");
        assertNone(new GeneratorSignature("z", z, "y", false, "out", grey, 3), "expected an output out, found [image]");
        assertNone(
                new GeneratorSignature("z", new long[] {9}, "y", false, "image", grey, 3),
                "expected input z as FLOAT or FLOAT16 [free, 9], found FLOAT [-1, 8]");
        assertNone(
                new GeneratorSignature("z", z, "y", true, "image", grey, 3),
                "expected input y as FLOAT or FLOAT16 [free, 3], found INT64 [-1]");
        assertNone(
                new GeneratorSignature("z", z, "y", false, "image", new ImageShape(3, 16, 16), 3),
                "expected output image as FLOAT or FLOAT16 [free, 3, 16, 16], found FLOAT [-1, 1, 16, 16]");
    }

    private void assertNone(GeneratorSignature signature, String message) {
        ModelPackageException e = assertThrows(
                ModelPackageException.class, () -> open(Form.INDEX, signature).close());
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }

    @Test
    void aNetworkWhoseRowsDependOnEachOtherIsRefused() {
        Form mixed = new Form(false, false, true);
        ModelPackageException e = assertThrows(
                ModelPackageException.class,
                () -> open(mixed, ToyGenerators.signature(mixed)).close());
        assertTrue(
                String.valueOf(e.getMessage()).contains("expected one image of one z, whoever shares its call"),
                e.getMessage());
    }

    private OnnxGenerator open(Form form, GeneratorSignature signature) throws IOException {
        Path file = folder.resolve(ToyGenerators.FILE);
        Files.write(file, ToyGenerators.network(form).toByteArray());
        return new OnnxGenerator(file, signature, 1);
    }
}
