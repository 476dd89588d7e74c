package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a network of {@link UNetExporter} for static int8: the 3×3 convolutions of the residual blocks, nine tenths of
 * the arithmetic, in QDQ form (QuantizeLinear and DequantizeLinear around each, which engines fuse into one integer
 * kernel). Weights are int8, symmetric, one scale an output channel; biases int32. Everything else stays float32: the
 * first and the last convolution, the 1×1 ones (which read and write the residual stream), embeddings, attention, norms
 * and sums.
 *
 * <p>The integer kernel knows one scale for a whole input or output. Yet the channels of an activation differ in their
 * ranges by a factor of ten, and one scale for all costs the small ones their resolution. So every channel is quantised
 * over a range of its own, and the scales are moved into the weights: with {@code x_i = s_i (q_i - z)} and
 * {@code y_o = t_o (p_o - u_o)} the kernel computes {@code p_o = sum_i (w_oi s_i / t_o) (q_i - z) + b_o / t_o + u_o}, all
 * of it in units of 1. Only {@code z} has to be shared: padding is 0, which is {@code q = z} in every channel.
 */
final class Int8Quantizer {
    /** Changes with what is written for the same weights and ranges. */
    static final String VERSION = "1";

    private static final int MAX_WEIGHT = 127;

    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Map<String, List<ChannelRange>> ranges;
    private final GraphProto.Builder graph;
    private final Set<String> replaced = new HashSet<>();
    /** Values by their old names that others read under a new one. */
    private final Map<String, String> renamed = new HashMap<>();

    private Int8Quantizer(GraphProto source, Map<String, List<ChannelRange>> ranges) {
        this.ranges = ranges;
        source.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        graph = source.toBuilder().clearNode().clearInitializer();
    }

    /** What is quantised: the names of the activations around the convolutions, and their channels. */
    static Map<String, Integer> activations(ModelProto model) {
        Int8Quantizer reader = new Int8Quantizer(model.getGraph(), Map.of());
        Map<String, Integer> channels = new TreeMap<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (quantizes(node)) {
                TensorProto weight = reader.stored(node.getInput(1));
                channels.put(node.getInput(0), Math.toIntExact(weight.getDims(1)));
                channels.put(node.getOutput(0), Math.toIntExact(weight.getDims(0)));
            }
        }
        return channels;
    }

    private static boolean quantizes(NodeProto node) {
        return node.getOpType().equals("Conv")
                && (node.getName().endsWith(".conv1") || node.getName().endsWith(".conv2"));
    }

    /**
     * The quantised model: same inputs, same output.
     *
     * @param ranges of every channel of every one of {@link #activations}
     * @throws IllegalArgumentException if ranges are missing or do not fit; the message names the activation
     */
    static ModelProto quantize(ModelProto model, Map<String, List<ChannelRange>> ranges) {
        Map<String, Integer> expected = activations(model);
        expected.forEach((name, channels) -> {
            List<ChannelRange> found = ranges.getOrDefault(name, List.of());
            if (found.size() != channels) {
                throw new IllegalArgumentException(
                        "expected the ranges of " + channels + " channels for " + name + ", found " + found.size());
            }
        });
        Int8Quantizer quantizer = new Int8Quantizer(model.getGraph(), ranges);
        model.getGraph().getNodeList().forEach(quantizer::add);
        model.getGraph().getInitializerList().stream()
                .filter(tensor -> !quantizer.replaced.contains(tensor.getName()))
                .forEach(quantizer.graph::addInitializer);
        return model.toBuilder().setGraph(quantizer.graph).build();
    }

    private void add(NodeProto node) {
        NodeProto.Builder copy = node.toBuilder().clearInput();
        node.getInputList().forEach(input -> copy.addInput(renamed.getOrDefault(input, input)));
        if (quantizes(node)) {
            quantize(node, copy.getInput(0));
        } else {
            graph.addNode(copy);
        }
    }

    private void quantize(NodeProto node, String x) {
        String name = node.getName();
        List<ChannelRange> in = range(node.getInput(0));
        List<ChannelRange> out = range(node.getOutput(0));
        int zero = sharedZeroPoint(in);
        float[] inScales = new float[in.size()];
        for (int i = 0; i < inScales.length; i++) {
            inScales[i] = in.get(i).scale(zero);
        }
        TensorProto weight = stored(node.getInput(1));
        Convolution8 weights = Convolution8.of(
                OnnxTensors.floats(weight), OnnxTensors.floats(stored(node.getInput(2))), inScales, out);
        replaced.addAll(List.of(node.getInput(1), node.getInput(2)));
        graph.addNode(NodeProto.newBuilder(node)
                .clearInput()
                .addInput(input(name + ".x", x, inScales, zero))
                .addInput(perChannel(
                        constant(OnnxTensors.int8(name + ".w.int8", weights.weight(), weight.getDimsList())),
                        constant(OnnxTensors.float32(name + ".w.scale", weights.scale())),
                        constant(OnnxTensors.int8(name + ".w.zero", new byte[out.size()], List.of((long) out.size()))),
                        0))
                .addInput(perChannel(
                        constant(OnnxTensors.int32(name + ".b.int32", weights.bias())),
                        constant(OnnxTensors.float32(name + ".b.scale", weights.scale())),
                        constant(OnnxTensors.int32(name + ".b.zero", new int[out.size()])),
                        0))
                .clearOutput()
                .addOutput(name + ".y"));
        renamed.put(node.getOutput(0), output(name + ".y", out));
    }

    /** Quantises with a scale a channel, and goes on in units of 1. */
    private String input(String name, String x, float[] scales, int zero) {
        byte[] zeros = new byte[scales.length];
        Arrays.fill(zeros, (byte) zero);
        String quantized = node(
                "QuantizeLinear",
                name + ".quantized",
                1,
                x,
                constant(OnnxTensors.float32(name + ".scale", scales)),
                constant(OnnxTensors.uint8(name + ".zeros", zeros)));
        return node(
                "DequantizeLinear",
                name + ".dequantized",
                null,
                quantized,
                constant(OnnxTensors.float32(name + ".unit", 1f)),
                constant(OnnxTensors.uint8(name + ".zero", (byte) zero)));
    }

    /** Quantises in units of 1, and goes on with a scale and a zero point a channel. */
    private String output(String y, List<ChannelRange> ranges) {
        String quantized = node(
                "QuantizeLinear",
                y + ".quantized",
                null,
                y,
                constant(OnnxTensors.float32(y + ".unit", 1f)),
                constant(OnnxTensors.uint8(y + ".zero", (byte) 0)));
        float[] scales = new float[ranges.size()];
        byte[] zeros = new byte[ranges.size()];
        for (int o = 0; o < scales.length; o++) {
            scales[o] = ranges.get(o).scale();
            zeros[o] = (byte) ranges.get(o).zeroPoint();
        }
        return perChannel(
                quantized,
                constant(OnnxTensors.float32(y + ".scale", scales)),
                constant(OnnxTensors.uint8(y + ".zeros", zeros)),
                1);
    }

    private String perChannel(String value, String scales, String zeros, int axis) {
        return node("DequantizeLinear", value + ".dequantized", axis, value, scales, zeros);
    }

    private String node(String operator, String name, @Nullable Integer axis, String value, String scale, String zero) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(List.of(value, scale, zero))
                .addOutput(name);
        if (axis != null) {
            node.addAttribute(attribute("axis", axis.longValue()));
        }
        graph.addNode(node);
        return name;
    }

    private String constant(TensorProto tensor) {
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** The level of 0 that widens the channels' steps least, in the sum of their squares. */
    static int sharedZeroPoint(List<ChannelRange> ranges) {
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int zero = 1; zero < ChannelRange.STEPS; zero++) {
            double sum = 0;
            for (ChannelRange range : ranges) {
                double wider = range.scale(zero) / range.scale();
                sum += wider * wider;
            }
            if (sum < least) {
                least = sum;
                best = zero;
            }
        }
        return best;
    }

    private TensorProto stored(String name) {
        TensorProto tensor = constants.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("expected a constant called " + name + ", found none");
        }
        return tensor;
    }

    private List<ChannelRange> range(String activation) {
        return ranges.getOrDefault(activation, List.of());
    }

    /**
     * A convolution in integers.
     *
     * @param weight {@code [out][in * k * k]}, -127 to 127
     * @param scale of weights and bias, {@code [out]}
     * @param bias {@code [out]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    private record Convolution8(byte[] weight, float[] scale, int[] bias) {
        /**
         * Quantises.
         *
         * @param inScales units of the input's channels
         * @param out ranges of the output's channels
         */
        static Convolution8 of(float[] weight, float[] bias, float[] inScales, List<ChannelRange> out) {
            int row = weight.length / bias.length;
            int kernel = row / inScales.length;
            byte[] rounded = new byte[weight.length];
            float[] scale = new float[bias.length];
            int[] roundedBias = new int[bias.length];
            double[] scaled = new double[row];
            for (int o = 0; o < bias.length; o++) {
                double unit = out.get(o).scale();
                double largest = 0;
                for (int i = 0; i < row; i++) {
                    scaled[i] = weight[o * row + i] * (double) inScales[i / kernel] / unit;
                    largest = Math.max(largest, Math.abs(scaled[i]));
                }
                scale[o] = largest == 0 ? 1 : (float) (largest / MAX_WEIGHT);
                for (int i = 0; i < row; i++) {
                    rounded[o * row + i] = (byte) Math.rint(scaled[i] / scale[o]);
                }
                roundedBias[o] = (int) Math.rint((bias[o] / unit + out.get(o).zeroPoint()) / scale[o]);
            }
            return new Convolution8(rounded, scale, roundedBias);
        }
    }
}
