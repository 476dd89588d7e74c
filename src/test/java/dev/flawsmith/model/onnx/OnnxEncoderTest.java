package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.EncoderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxEncoderTest {
    @TempDir
    Path folder;

    @Test
    void aFeatureDependsOnItsImageAlone() throws IOException {
        ToyEncoders.write(folder);
        List<PixelImage> images = new ArrayList<>();
        for (int i = 0; i < 37; i++) {
            images.add(noise(16 + i % 3, 1, i));
        }
        try (OnnxEncoder encoder = OnnxEncoder.open(folder, 2)) {
            float[][] together = encoder.encode(images);
            assertEquals(12, encoder.dimension());
            for (int i = 0; i < images.size(); i++) {
                assertArrayEquals(encoder.encode(List.of(images.get(i)))[0], together[i], "image " + i);
            }
        }
    }

    @Test
    void itSaysWhatItIs() throws IOException {
        ToyEncoders.write(folder);
        String first;
        try (OnnxEncoder encoder = OnnxEncoder.open(folder)) {
            assertEquals("toy", encoder.name());
            assertEquals("clean/1", encoder.protocol());
            first = encoder.sha256();
        }
        edit("\"clean\"", "\"pytorch-fid\"");
        try (OnnxEncoder encoder = OnnxEncoder.open(folder)) {
            assertEquals("pytorch-fid/1", encoder.protocol());
            assertNotEquals(first, encoder.sha256(), "another protocol is another encoder");
        }
    }

    @Test
    void anOutputWithAGridIsAveragedAndPixelsGetTheStatedRange() throws IOException {
        identity("image", "map", "[ -1.0, 1.0 ]", null, "mean");
        PixelImage image = noise(4, 1, 5);
        double mean = 0;
        for (byte sample : image.samples()) {
            mean += ((sample & 0xff) / 127.5 - 1) / 16;
        }
        try (OnnxEncoder encoder = OnnxEncoder.open(folder)) {
            assertEquals(mean, encoder.encode(List.of(image))[0][0], 1e-6);
        }
    }

    @Test
    void meanAndDeviationAreApplied() throws IOException {
        identity("image", "map", null, "\"mean\": [0.5], \"std\": [0.25],", "mean");
        PixelImage white = flat(4, 255);
        try (OnnxEncoder encoder = OnnxEncoder.open(folder)) {
            assertEquals(2, encoder.encode(List.of(white))[0][0], 1e-6);
        }
    }

    @Test
    void aDamagedFileIsRefusedByItsHash() throws IOException {
        ToyEncoders.write(folder);
        byte[] model = Files.readAllBytes(folder.resolve("encoder.onnx"));
        model[model.length / 2] ^= 1;
        Files.write(folder.resolve("encoder.onnx"), model);
        refused("SHA-256");
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        refused("encoder.json");
        ToyEncoders.write(folder);
        Files.delete(folder.resolve("encoder.onnx"));
        refused("encoder.onnx");
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() throws IOException {
        ToyEncoders.write(folder);
        edit("\"clean\"", "\"bicubic\"");
        edit("\"nchw\"", "\"chw\"");
        edit("\"channels\" : 1", "\"channels\" : 2");
        refused("protocol", "input.layout", "input.channels");
        ToyEncoders.write(folder);
        edit("\"licence\"", "\"license\"");
        refused("license");
        ToyEncoders.write(folder);
        edit("\"range\" : [ -1.0, 1.0 ]", "\"mean\" : [ 0.5 ]");
        refused("range or mean and std");
        ToyEncoders.write(folder);
        edit("\"encoder.onnx\"", "\"../encoder.onnx\"");
        refused("file");
        Files.writeString(folder.resolve("encoder.json"), "{");
        refused("encoder.json");
    }

    @Test
    void namesAndShapesAreHeldToTheNetwork() throws IOException {
        ToyEncoders.write(folder);
        edit("\"image\"", "\"pixels\"");
        refused("one input, pixels", "image");
        ToyEncoders.write(folder);
        edit("\"feature\"", "\"pool3\"");
        refused("an output pool3", "feature");
        ToyEncoders.write(folder);
        edit("\"dimension\" : 12", "\"dimension\" : 13");
        refused("[n, 13]", "12");
        ToyEncoders.write(folder);
        edit("\"width\" : 16", "\"width\" : 32");
        refused("[-1, 1, 16, 32]");
        ToyEncoders.write(folder);
        edit("\"pool\" : \"none\"", "\"pool\" : \"mean\"");
        refused("[n, 12, h, w]");
    }

    @Test
    void aStatementOfUnitLengthIsHeldToTheFeatures() throws IOException {
        identity("image", "map", "[ 0.0, 1.0 ]", null, "mean");
        edit("\"l2_normalized\": false", "\"l2_normalized\": true");
        refused("length 1");
    }

    @Test
    void featuresThatAreNoNumbersAreRefused() throws IOException {
        OnnxGraph graph = new OnnxGraph("toy");
        String x = graph.input("image", 1, 4, 4);
        graph.node("Log", "map", List.of(graph.node("Sub", "shifted", List.of(x, graph.number(0.5f)))));
        graph.output("map", 1, 4, 4);
        write(graph, "image", "map", "[ 0.0, 1.0 ]", null, "mean");
        refused("finite");
    }

    @Test
    void noneRefusesAnotherSizeAndNothingIsEncodedOfNothing() throws IOException {
        ToyEncoders.write(folder);
        edit("\"clean\"", "\"none\"");
        try (OnnxEncoder encoder = OnnxEncoder.open(folder)) {
            assertThrows(EncoderException.class, () -> encoder.encode(List.of(noise(17, 1, 1))));
            assertThrows(EncoderException.class, () -> encoder.encode(List.of()));
            assertEquals(1, encoder.encode(List.of(noise(16, 3, 1))).length);
        }
    }

    @Test
    void aClosedEncoderSaysSo() throws IOException {
        ToyEncoders.write(folder);
        OnnxEncoder encoder = OnnxEncoder.open(folder);
        encoder.close();
        encoder.close();
        assertThrows(IllegalStateException.class, () -> encoder.encode(List.of(noise(16, 1, 1))));
    }

    /** A network that hands its input on. */
    private void identity(String in, String out, @Nullable String range, @Nullable String scaling, String pool)
            throws IOException {
        OnnxGraph graph = new OnnxGraph("toy");
        graph.node("Identity", out, List.of(graph.input(in, 1, 4, 4)));
        graph.output(out, 1, 4, 4);
        write(graph, in, out, range, scaling, pool);
    }

    private void write(
            OnnxGraph graph, String in, String out, @Nullable String range, @Nullable String scaling, String pool)
            throws IOException {
        OnnxFile file = OnnxFile.write(graph.build("test", "1", Map.of()), folder.resolve("toy.onnx"));
        String values = range == null ? scaling : "\"range\": " + range + ",";
        Files.writeString(folder.resolve("encoder.json"), """
                {"name": "toy", "file": "toy.onnx", "sha256": "%s", "protocol": "clean",
                 "input": {"name": "%s", "layout": "nchw", "channels": 1, %s "width": 4, "height": 4},
                 "output": {"name": "%s", "pool": "%s", "dimension": 1, "l2_normalized": false},
                 "licence": "none"}
                """.formatted(file.sha256(), in, values, out, pool));
    }

    private void edit(String from, String to) throws IOException {
        Path file = folder.resolve("encoder.json");
        String json = Files.readString(file);
        assertTrue(json.contains(from), json);
        Files.writeString(file, json.replace(from, to));
    }

    private void refused(String... words) {
        String message = String.valueOf(assertThrows(EncoderException.class, () -> OnnxEncoder.open(folder))
                .getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), "expected " + word + " in: " + message);
        }
    }

    private static PixelImage noise(int side, int channels, long seed) {
        byte[] samples = new byte[side * side * channels];
        new Random(seed).nextBytes(samples);
        return new PixelImage(side, side, channels, samples);
    }

    private static PixelImage flat(int side, int level) {
        byte[] samples = new byte[side * side];
        java.util.Arrays.fill(samples, (byte) level);
        return new PixelImage(side, side, 1, samples);
    }
}
