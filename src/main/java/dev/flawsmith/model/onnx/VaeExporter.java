package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeConfig;
import java.util.List;
import java.util.Map;

/**
 * Writes an autoencoder's decoder as an ONNX model: the network that {@code model.djl.VaeDecoderLayers} is, from the same
 * weights by the same names. Input {@value #LATENT} {@code [batch, latent, s / f, s / f]}, unscaled; output {@value #IMAGE}
 * {@code [batch, channels, s, s]} in the autoencoder's value space. Called as diffusers' exports call them.
 */
final class VaeExporter {
    static final String LATENT = "latent_sample";
    static final String IMAGE = "sample";

    /** Changes with what is written for the same weights. */
    static final String VERSION = "1";

    private final VaeConfig config;
    private final OnnxGraph graph = new OnnxGraph("vae_decoder");
    private final OnnxLayers layers;

    private VaeExporter(VaeConfig config, Safetensors.Contents weights) {
        this.config = config;
        this.layers = new OnnxLayers(graph, weights);
    }

    /**
     * The model.
     *
     * @param weights of the decoding half
     * @param metadata free text entries of the file
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    static ModelProto decoder(VaeConfig config, Safetensors.Contents weights, Map<String, String> metadata) {
        VaeExporter exporter = new VaeExporter(config, weights);
        exporter.decoder();
        return exporter.graph.build("flawsmith", VERSION, metadata);
    }

    private void decoder() {
        int grid = config.latentShape().height();
        int latent = config.latentChannels();
        String z = graph.input(LATENT, latent, grid, grid);
        int last = config.channels().size() - 1;
        int c = config.channels().get(last);
        String h = layers.convolution("decoder.in", z, latent, c, 3);
        for (int g = last; g >= 0; g--) {
            if (g < last) {
                h = enlarged("decoder." + g + ".enlarged", h, 2);
                grid *= 2;
            }
            for (int b = 0; b < config.decoderBlocks(); b++) {
                int width = config.channels().get(g);
                h = block("decoder." + g + "." + b, h, c, width);
                c = width;
            }
        }
        String norm = layers.gelu("decoder.out.gelu", layers.norm("decoder.out.norm", h, c));
        String patches = layers.convolution("decoder.out.conv", norm, c, latent, 3);
        String added = depthToSpace("decoder.added", patches, grid);
        String shortcut = enlarged(
                "decoder.shortcut",
                depthToSpace("decoder.averages", z, config.latentShape().height()),
                config.factor() / VaeConfig.PATCH);
        graph.node("Add", IMAGE, List.of(added, shortcut));
        graph.output(IMAGE, config.imageChannels(), config.imageSize(), config.imageSize());
    }

    private String block(String name, String x, int in, int out) {
        String n1 = layers.gelu(name + ".gelu1", layers.norm(name + ".norm1", x, in));
        String h = layers.convolution(name + ".conv1", n1, in, out, 3);
        String n2 = layers.gelu(name + ".gelu2", layers.norm(name + ".norm2", h, out));
        h = layers.convolution(name + ".conv2", n2, out, out, 3);
        String skip = layers.convolution(name + ".skip", x, in, out, 1);
        return graph.node("Add", name, List.of(h, skip));
    }

    /** Every pixel as a square. */
    private String enlarged(String name, String x, int side) {
        if (side == 1) {
            return x;
        }
        return graph.node(
                "Resize",
                name,
                List.of(x, "", graph.floats(name + ".scales", new float[] {1, 1, side, side}, 4)),
                attribute("mode", "nearest"),
                attribute("coordinate_transformation_mode", "asymmetric"),
                attribute("nearest_mode", "floor"));
    }

    /** {@code [b, c * p * p, g, g]} to {@code [b, c, g * p, g * p]}. */
    private String depthToSpace(String name, String x, int grid) {
        int p = VaeConfig.PATCH;
        int c = config.imageChannels();
        String split = graph.node("Reshape", name + ".split", List.of(x, graph.longs(0, c, p, p, grid, grid)));
        String moved = graph.node(
                "Transpose", name + ".moved", List.of(split), attribute("perm", new long[] {0, 1, 4, 2, 5, 3}));
        return graph.node("Reshape", name, List.of(moved, graph.longs(0, c, (long) grid * p, (long) grid * p)));
    }
}
