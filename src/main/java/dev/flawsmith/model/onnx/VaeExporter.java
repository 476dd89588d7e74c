package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeConfig;
import java.util.List;
import java.util.Map;

/**
 * Writes the halves of an autoencoder as ONNX models: the networks that {@code model.djl.VaeEncoderLayers} and
 * {@code VaeDecoderLayers} are, from the same weights by the same names. Images, {@value #IMAGE}
 * {@code [batch, channels, s, s]}, are in the autoencoder's value space, latents {@code [batch, latent, s / f, s / f]}
 * unscaled: {@value #LATENT} goes into the decoder, {@value #PARAMETERS}, mean and log deviation, come out of the encoder.
 * Values are called as Optimum's exports call them.
 */
final class VaeExporter {
    static final String LATENT = "latent_sample";
    static final String IMAGE = "sample";
    static final String PARAMETERS = "latent_parameters";

    /** Changes with what is written for the same weights. */
    static final String VERSION = "1";

    private final VaeConfig config;
    private final OnnxGraph graph;
    private final OnnxLayers layers;

    private VaeExporter(String name, VaeConfig config, Safetensors.Contents weights) {
        this.config = config;
        this.graph = new OnnxGraph(name);
        this.layers = new OnnxLayers(graph, weights);
    }

    /**
     * The encoder.
     *
     * @param weights of the encoding half
     * @param metadata free text entries of the file
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    static ModelProto encoder(VaeConfig config, Safetensors.Contents weights, Map<String, String> metadata) {
        VaeExporter exporter = new VaeExporter("vae_encoder", config, weights);
        exporter.encoder();
        return exporter.graph.build("flawsmith", VERSION, metadata);
    }

    private void encoder() {
        int p = VaeConfig.PATCH;
        int latent = config.latentChannels();
        int c = config.channels().get(0);
        String x = graph.input(IMAGE, config.imageChannels(), config.imageSize(), config.imageSize());
        String h = layers.convolution(
                "encoder.in", spaceToDepth("encoder.patches", x, config.imageSize() / p), latent, c, 3);
        for (int g = 0; g < config.channels().size(); g++) {
            h = g == 0 ? h : averaged("encoder." + g + ".averaged", h, 2);
            for (int b = 0; b < config.encoderBlocks(); b++) {
                int width = config.channels().get(g);
                h = block("encoder." + g + "." + b, h, c, width);
                c = width;
            }
        }
        String norm = layers.gelu("encoder.out.gelu", layers.norm("encoder.out.norm", h, c));
        List<String> halves = graph.split(
                "encoder.halves", layers.convolution("encoder.out.conv", norm, c, 2 * latent, 3), 1, latent, latent);
        String averages = averaged("encoder.averages", x, config.factor() / p);
        String shortcut =
                spaceToDepth("encoder.shortcut", averages, config.latentShape().height());
        String mean = graph.node("Add", "encoder.mean", List.of(halves.get(0), shortcut));
        graph.node("Concat", PARAMETERS, List.of(mean, halves.get(1)), attribute("axis", 1));
        graph.output(
                PARAMETERS,
                2L * latent,
                config.latentShape().height(),
                config.latentShape().width());
    }

    private String averaged(String name, String x, int side) {
        return side == 1
                ? x
                : graph.node(
                        "AveragePool",
                        name,
                        List.of(x),
                        attribute("kernel_shape", new long[] {side, side}),
                        attribute("strides", new long[] {side, side}));
    }

    /** {@code [b, c, g * p, g * p]} to {@code [b, c * p * p, g, g]}. */
    private String spaceToDepth(String name, String x, int grid) {
        int p = VaeConfig.PATCH;
        int c = config.imageChannels();
        String split = graph.node("Reshape", name + ".split", List.of(x, graph.longs(0, c, grid, p, grid, p)));
        String moved = graph.node(
                "Transpose", name + ".moved", List.of(split), attribute("perm", new long[] {0, 1, 3, 5, 2, 4}));
        return graph.node("Reshape", name, List.of(moved, graph.longs(0, (long) c * p * p, grid, grid)));
    }

    /**
     * The decoder.
     *
     * @param weights of the decoding half
     * @param metadata free text entries of the file
     * @throws IllegalArgumentException if the weights are not those of the network; the message names the tensor
     */
    static ModelProto decoder(VaeConfig config, Safetensors.Contents weights, Map<String, String> metadata) {
        VaeExporter exporter = new VaeExporter("vae_decoder", config, weights);
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
