package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.UNetConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Writes a U-Net of this project as an ONNX model: the network {@code F} of Karras et al. 2022, eq. 7, that
 * {@code model.djl.UNet} is, from the same weights by the same names.
 *
 * <p>Inputs, float32, {@code batch} dynamic: {@value #X} {@code [batch, c, size, size]}, {@code c_in * x}; {@value #NOISE}
 * {@code [batch, 1]}, {@code c_noise}, one a row; {@value #CLASS} {@code [batch, classes]}, one-hot; {@value #TEXT}
 * {@code [batch, text]}; {@value #AUGMENT} {@code [batch, augment]}; zeros where a condition is dropped. Output
 * {@value #OUTPUT} {@code [batch, c, size, size]}.
 *
 * <p>What is linear is folded when written: the conditions' maps into one matrix, a norm's scale and shift into the
 * embedding's map that modulates it, attention's 1/sqrt(d) into the queries.
 */
final class UNetExporter {
    static final String X = "x";
    static final String NOISE = "c_noise";
    static final String CLASS = "class";
    static final String TEXT = "text";
    static final String AUGMENT = "augment";
    static final String OUTPUT = "f";

    /** Changes with what is written for the same weights, so that what is cached under another version is not used. */
    static final String VERSION = "2";

    private static final double MAX_FREQUENCY = 100;

    private final UNetConfig config;
    private final OnnxGraph graph = new OnnxGraph("denoiser");
    private final OnnxLayers layers;

    private UNetExporter(UNetConfig config, Safetensors.Contents weights) {
        this.config = config;
        this.layers = new OnnxLayers(graph, weights);
    }

    /**
     * The model.
     *
     * @param metadata free text entries of the file
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    static ModelProto export(UNetConfig config, Safetensors.Contents weights, Map<String, String> metadata) {
        UNetExporter exporter = new UNetExporter(config, weights);
        exporter.network();
        return exporter.graph.build("flawsmith", VERSION, metadata);
    }

    private void network() {
        int size = config.imageSize();
        int patched = config.imageChannels() * config.patch() * config.patch();
        String x = graph.input(X, config.imageChannels(), size, size);
        String e = embedding();
        int c = config.channels().get(0);
        String h = layers.convolution("in", spaceToDepth(x), patched, c, 3);
        Deque<String> skips = new ArrayDeque<>();
        Deque<Integer> widths = new ArrayDeque<>();
        int levels = config.channels().size();
        for (int level = 0; level < levels; level++) {
            if (level > 0) {
                h = graph.node(
                        "AveragePool",
                        "down." + level + ".pool",
                        List.of(h),
                        attribute("kernel_shape", new long[] {2, 2}),
                        attribute("strides", new long[] {2, 2}));
            }
            int width = config.channels().get(level);
            for (int b = 0; b < config.blocks().get(level); b++) {
                h = stage("down." + level + "." + b, level, h, e, c, width);
                c = width;
                skips.push(h);
                widths.push(c);
            }
        }
        int coarsest = config.gridSize(levels - 1);
        h = block("middle.1", h, e, c, c);
        h = attention("middle.attention", h, c, coarsest);
        h = block("middle.2", h, e, c, c);
        for (int level = levels - 1; level >= 0; level--) {
            if (level < levels - 1) {
                h = graph.node(
                        "Resize",
                        "up." + level + ".upsample",
                        List.of(h, "", graph.floats("up." + level + ".upsample.scales", new float[] {1, 1, 2, 2}, 4)),
                        attribute("mode", "nearest"),
                        attribute("coordinate_transformation_mode", "asymmetric"),
                        attribute("nearest_mode", "floor"));
            }
            int width = config.channels().get(level);
            for (int b = 0; b < config.blocks().get(level); b++) {
                String name = "up." + level + "." + b;
                h = graph.node("Concat", name + ".concat", List.of(h, skips.pop()), attribute("axis", 1));
                h = stage(name, level, h, e, c + widths.pop(), width);
                c = width;
            }
        }
        String norm = layers.gelu("out.gelu", layers.norm("out.norm", h, c));
        depthToSpace(layers.convolution("out.conv", norm, c, patched, 3));
        graph.output(OUTPUT, config.imageChannels(), size, size);
    }

    private String stage(String name, int level, String x, String e, int in, int out) {
        String h = block(name, x, e, in, out);
        return config.attends(level) ? attention(name + ".attention", h, out, config.gridSize(level)) : h;
    }

    /** Noise level and conditions to one activated embedding, {@code [batch, channels]}. */
    private String embedding() {
        int channels = config.embeddingChannels();
        String level = graph.input(NOISE, 1);
        String label = graph.input(CLASS, config.classes());
        String sentence = graph.input(TEXT, config.textDimension());
        String flips = graph.input(AUGMENT, config.augmentDimension());
        int half = channels / 2;
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            frequencies[i] = (float) Math.pow(MAX_FREQUENCY, (double) i / half);
        }
        String phase = graph.node(
                "Mul", "embedding.phase", List.of(level, graph.floats("embedding.frequencies", frequencies, 1, half)));
        String all = graph.node(
                "Concat",
                "embedding.all",
                List.of(
                        graph.node("Cos", "embedding.cos", List.of(phase)),
                        graph.node("Sin", "embedding.sin", List.of(phase)),
                        label,
                        sentence,
                        flips),
                attribute("axis", 1));
        ConditionMatrix matrix = new ConditionMatrix(layers, channels);
        matrix.append("embedding.noise", 2 * half, 1);
        matrix.append("embedding.class", config.classes(), Math.sqrt(config.classes()));
        matrix.append("embedding.text", config.textDimension(), Math.sqrt(config.textDimension()));
        matrix.append("embedding.augment", config.augmentDimension(), 1);
        String h = layers.gelu(
                "embedding.gelu", layers.dense("embedding.conditions", all, matrix.weight(), matrix.bias()));
        float[] mix = layers.weight("embedding.mix.weight", channels, channels);
        float[] mixBias = layers.weight("embedding.mix.bias", channels);
        return layers.gelu("embedding", layers.dense("embedding.mix", h, mix, mixBias));
    }

    private String block(String name, String x, String e, int in, int out) {
        String h = layers.gelu(name + ".gelu1", layers.norm(name + ".norm1", x, in));
        h = layers.convolution(name + ".conv1", h, in, out, 3);
        List<String> modulation = new ModulatedNorm(name, name + ".embedding", name + ".norm2")
                .write(graph, layers, e, config.embeddingChannels(), out);
        h = layers.norm(name + ".norm2", h, out, modulation.get(0), modulation.get(1));
        h = layers.convolution(name + ".conv2", layers.gelu(name + ".gelu2", h), out, out, 3);
        String skip = in == out ? x : layers.convolution(name + ".skip", x, in, out, 1);
        return graph.node("Add", name, List.of(h, skip));
    }

    /** Multi-head self-attention over the pixels, residual. */
    private String attention(String name, String x, int channels, int size) {
        int heads = config.heads(channels);
        int headChannels = channels / heads;
        float[] weight = layers.weight(name + ".qkv.weight", 3L * channels, channels, 1, 1)
                .clone();
        float[] bias = layers.weight(name + ".qkv.bias", 3L * channels).clone();
        double scale = 1 / Math.sqrt(headChannels);
        for (int query = 0; query < channels; query++) {
            for (int i = 0; i < channels; i++) {
                weight[query * channels + i] = (float) (scale * weight[query * channels + i]);
            }
            bias[query] = (float) (scale * bias[query]);
        }
        String n = layers.norm(name + ".norm", x, channels);
        String qkv = layers.convolution(name + ".qkv", n, 3 * channels, 1, weight, bias);
        String tokens = graph.node(
                "Reshape",
                name + ".tokens",
                List.of(qkv, graph.longs(0, 3L * heads, headChannels, (long) size * size)));
        List<String> parts = graph.split(name + ".parts", tokens, 1, heads, heads, heads);
        String q = transposed(name + ".queries", parts.get(0));
        String scores = graph.node("MatMul", name + ".scores", List.of(q, parts.get(1)));
        String softmax = graph.node("Softmax", name + ".softmax", List.of(scores), attribute("axis", -1));
        String mixed =
                graph.node("MatMul", name + ".mixed", List.of(parts.get(2), transposed(name + ".weights", softmax)));
        String image = graph.node("Reshape", name + ".image", List.of(mixed, graph.longs(0, channels, size, size)));
        String projection = layers.convolution(name + ".projection", image, channels, channels, 1);
        return graph.node("Add", name, List.of(x, projection));
    }

    private String transposed(String name, String x) {
        return graph.node("Transpose", name, List.of(x), attribute("perm", new long[] {0, 1, 3, 2}));
    }

    /** {@code [b, c, s, s]} to {@code [b, c * p * p, s / p, s / p]}. */
    private String spaceToDepth(String x) {
        int p = config.patch();
        int g = config.gridSize(0);
        int c = config.imageChannels();
        String split = graph.node("Reshape", "patches.split", List.of(x, graph.longs(0, c, g, p, g, p)));
        String moved = graph.node(
                "Transpose", "patches.moved", List.of(split), attribute("perm", new long[] {0, 1, 3, 5, 2, 4}));
        return graph.node("Reshape", "patches", List.of(moved, graph.longs(0, (long) c * p * p, g, g)));
    }

    private void depthToSpace(String x) {
        int p = config.patch();
        int g = config.gridSize(0);
        int c = config.imageChannels();
        String split = graph.node("Reshape", "pixels.split", List.of(x, graph.longs(0, c, p, p, g, g)));
        String moved = graph.node(
                "Transpose", "pixels.moved", List.of(split), attribute("perm", new long[] {0, 1, 4, 2, 5, 3}));
        graph.node("Reshape", OUTPUT, List.of(moved, graph.longs(0, c, config.imageSize(), config.imageSize())));
    }
}
