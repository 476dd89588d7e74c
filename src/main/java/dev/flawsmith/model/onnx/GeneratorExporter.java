package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorSignature;
import dev.flawsmith.model.Safetensors;
import java.util.List;
import java.util.Map;

/**
 * Writes a generator of this project as an ONNX model: what {@code model.djl.Generator} is, from the same weights by the same
 * names.
 *
 * <p>Inputs, float32, {@code batch} dynamic: {@value #LATENT} {@code [batch, latent]}; {@value #CLASS} {@code [batch, classes]},
 * one-hot. Output {@value #OUTPUT} {@code [batch, c, size, size]}.
 */
final class GeneratorExporter {
    static final String LATENT = "z";
    static final String CLASS = "class";
    static final String OUTPUT = "image";

    /** Changes with what is written for the same weights, so that what is cached under another version is not used. */
    static final String VERSION = "1";

    private final GeneratorConfig config;
    private final OnnxGraph graph = new OnnxGraph("generator");
    private final OnnxLayers layers;

    private GeneratorExporter(GeneratorConfig config, Safetensors.Contents weights) {
        this.config = config;
        this.layers = new OnnxLayers(graph, weights);
    }

    /**
     * The model.
     *
     * @param metadata free text entries of the file
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    static ModelProto export(GeneratorConfig config, Safetensors.Contents weights, Map<String, String> metadata) {
        GeneratorExporter exporter = new GeneratorExporter(config, weights);
        exporter.network();
        return exporter.graph.build("flawsmith", VERSION, metadata);
    }

    /** What goes into such a file, and what comes out. */
    static GeneratorSignature signature(GeneratorConfig config) {
        return new GeneratorSignature(
                LATENT, new long[] {config.latent()}, CLASS, true, OUTPUT, config.shape(), config.classes());
    }

    private void network() {
        int classes = config.classes();
        int embedding = config.embeddingChannels();
        int base = GeneratorConfig.BASE;
        List<Integer> channels = config.channels();
        String z = graph.input(LATENT, config.latent());
        String label = graph.input(CLASS, classes);
        String scaled = graph.node("Mul", "class.scaled", List.of(label, graph.number((float) Math.sqrt(classes))));
        String told = graph.node("Concat", "told", List.of(z, scaled), attribute("axis", 1));
        String e = layers.gelu("embedding", dense("style", told, embedding));
        String flat = dense("base", told, channels.get(0) * base * base);
        String h = graph.node("Reshape", "grid", List.of(flat, graph.longs(0, channels.get(0), base, base)));
        for (int b = 0; b < config.blocks(); b++) {
            h = block("block." + b, h, e, channels.get(b), channels.get(b + 1));
        }
        int last = channels.get(config.blocks());
        String drawn = layers.convolution(
                "out.conv", layers.gelu("out.gelu", layers.norm("out.norm", h, last)), last, config.imageChannels(), 3);
        graph.node("Identity", OUTPUT, List.of(drawn));
        graph.output(OUTPUT, config.imageChannels(), config.imageSize(), config.imageSize());
    }

    private String dense(String name, String x, int out) {
        int in = config.latent() + config.classes();
        return layers.dense(name, x, layers.weight(name + ".weight", out, in), layers.weight(name + ".bias", out));
    }

    private String block(String name, String x, String e, int in, int out) {
        String h = doubled(name + ".doubled", layers.gelu(name + ".gelu1", norm(name, 1, x, e, in)));
        h = layers.convolution(name + ".conv1", h, in, out, 3);
        h = layers.gelu(name + ".gelu2", norm(name, 2, h, e, out));
        h = layers.convolution(name + ".conv2", h, out, out, 3);
        String skip = doubled(name + ".skip.doubled", layers.convolution(name + ".skip", x, in, out, 1));
        return graph.node("Add", name, List.of(h, skip));
    }

    private String norm(String name, int number, String x, String e, int channels) {
        String norm = name + ".norm" + number;
        List<String> told = new ModulatedNorm(norm, name + ".embedding" + number, norm)
                .write(graph, layers, e, config.embeddingChannels(), channels);
        return layers.norm(norm, x, channels, told.get(0), told.get(1));
    }

    private String doubled(String name, String x) {
        return graph.node(
                "Resize",
                name,
                List.of(x, "", graph.floats(name + ".scales", new float[] {1, 1, 2, 2}, 4)),
                attribute("mode", "nearest"),
                attribute("coordinate_transformation_mode", "asymmetric"),
                attribute("nearest_mode", "floor"));
    }
}
