package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Safetensors;
import java.util.List;
import java.util.Map;

/**
 * Writes an encoder of this project as an ONNX model: the network that {@code model.djl.ConvolutionalEncoder} is, from the
 * same weights by the same names. Input {@value #IMAGE} {@code [batch, channels, size, size]}, output {@value #FEATURE}
 * {@code [batch, dimension]}, float32, {@code batch} dynamic.
 */
final class EncoderExporter {
    static final String IMAGE = "image";
    static final String FEATURE = "feature";

    private static final String VERSION = "2";
    private static final float EPSILON = 1e-12f;

    private final EncoderConfig config;
    private final OnnxGraph graph = new OnnxGraph("encoder");
    private final OnnxLayers layers;

    private EncoderExporter(EncoderConfig config, Safetensors.Contents weights) {
        this.config = config;
        this.layers = new OnnxLayers(graph, weights);
    }

    /**
     * The model.
     *
     * @param metadata free text entries of the file
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    static ModelProto export(EncoderConfig config, Safetensors.Contents weights, Map<String, String> metadata) {
        EncoderExporter exporter = new EncoderExporter(config, weights);
        exporter.network();
        return exporter.graph.build("flawsmith", VERSION, metadata);
    }

    private void network() {
        int size = config.imageSize();
        int patched = config.imageChannels() * config.patch() * config.patch();
        String x = graph.input(IMAGE, config.imageChannels(), size, size);
        String normed = layers.norm("image.norm", x, config.imageChannels());
        String h = layers.convolution("stem", spaceToDepth(normed), patched, config.stem(), 3);
        int c = config.stem();
        for (int b = 0; b < config.channels().size(); b++) {
            h = graph.node(
                    "AveragePool",
                    "block." + b + ".pool",
                    List.of(h),
                    attribute("kernel_shape", new long[] {2, 2}),
                    attribute("strides", new long[] {2, 2}));
            h = block("block." + b, h, c, config.channels().get(b));
            c = config.channels().get(b);
        }
        String activated = layers.gelu("out.gelu", layers.norm("out.norm", h, c));
        String flat = graph.node("Reshape", "out.flat", List.of(activated, graph.longs(0, config.flattened())));
        String feature = layers.dense(
                "out",
                flat,
                layers.weight("out.weight", config.dimension(), config.flattened()),
                layers.weight("out.bias", config.dimension()));
        unitLength(feature);
        graph.output(FEATURE, config.dimension());
    }

    private String block(String name, String x, int in, int out) {
        String n1 = layers.gelu(name + ".gelu1", layers.norm(name + ".norm1", x, in));
        String h = layers.convolution(name + ".conv1", n1, in, out, 3);
        String n2 = layers.gelu(name + ".gelu2", layers.norm(name + ".norm2", h, out));
        h = layers.convolution(name + ".conv2", n2, out, out, 3);
        String skip = layers.convolution(name + ".skip", x, in, out, 1);
        return graph.node("Add", name, List.of(h, skip));
    }

    private void unitLength(String feature) {
        String squared = graph.node("Mul", "out.squared", List.of(feature, feature));
        String sum = graph.node("ReduceSum", "out.sum", List.of(squared, graph.longs(1)), attribute("keepdims", 1));
        String safe = graph.node("Add", "out.safe", List.of(sum, graph.number(EPSILON)));
        String length = graph.node("Sqrt", "out.length", List.of(safe));
        graph.node("Div", FEATURE, List.of(feature, length));
    }

    /** {@code [b, c, s, s]} to {@code [b, c * p * p, s / p, s / p]}. */
    private String spaceToDepth(String x) {
        int p = config.patch();
        int g = config.stemGrid();
        int c = config.imageChannels();
        String split = graph.node("Reshape", "patches.split", List.of(x, graph.longs(0, c, g, p, g, p)));
        String moved = graph.node(
                "Transpose", "patches.moved", List.of(split), attribute("perm", new long[] {0, 1, 3, 5, 2, 4}));
        return graph.node("Reshape", "patches", List.of(moved, graph.longs(0, (long) c * p * p, g, g)));
    }
}
