package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetConfig;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of a U-Net as ONNX nodes. Images are {@code [batch, channels, h, w]} and convolutions stay in that order, which
 * is what ONNX Runtime's own blocked layout starts from.
 */
final class OnnxLayers {
    private static final float EPSILON = 1e-5f;

    private final OnnxGraph graph;
    private final Safetensors.Contents weights;

    OnnxLayers(OnnxGraph graph, Safetensors.Contents weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /** The values of a stored tensor, its shape checked. */
    float[] weight(String name, long... shape) {
        Tensor tensor = weights.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("expected " + name + " of shape " + Arrays.toString(shape) + ", found "
                    + Arrays.toString(tensor.shape()));
        }
        return tensor.values();
    }

    /** A k×k convolution, stride 1, "same" padding. */
    String convolution(String name, String x, int in, int out, int kernel) {
        return convolution(
                name, x, out, kernel, weight(name + ".weight", out, in, kernel, kernel), weight(name + ".bias", out));
    }

    String convolution(String name, String x, int out, int kernel, float[] weight, float[] bias) {
        long in = weight.length / ((long) out * kernel * kernel);
        String w = graph.floats(name + ".weight", weight, out, in, kernel, kernel);
        String b = graph.floats(name + ".bias", bias, out);
        long pad = kernel / 2;
        return graph.node(
                "Conv",
                name,
                List.of(x, w, b),
                attribute("kernel_shape", new long[] {kernel, kernel}),
                attribute("pads", new long[] {pad, pad, pad, pad}));
    }

    /** A fully connected layer: {@code [batch, in]} to {@code [batch, out]}; weights {@code [out, in]}. */
    String dense(String name, String x, float[] weight, float[] bias) {
        long out = bias.length;
        String w = graph.floats(name + ".weight", weight, out, weight.length / out);
        String b = graph.floats(name + ".bias", bias, out);
        return graph.node("Gemm", name, List.of(x, w, b), attribute("transB", 1));
    }

    /** {@code x/2 (1 + erf(x / sqrt 2))}, in the form that ONNX Runtime turns into one kernel. */
    String gelu(String name, String x) {
        String scaled = graph.node("Div", name + ".scaled", List.of(x, graph.number((float) Math.sqrt(2))));
        String erf = graph.node("Erf", name + ".erf", List.of(scaled));
        String add = graph.node("Add", name + ".shifted", List.of(erf, graph.number(1f)));
        String mul = graph.node("Mul", name + ".product", List.of(x, add));
        return graph.node("Mul", name, List.of(mul, graph.number(0.5f)));
    }

    /**
     * Group normalisation (Wu and He 2018) with a scale and a shift of {@code [1 or batch, channels, 1, 1]}, as one affine map
     * of the image: {@code x a + b} with {@code a = scale / sqrt(E[x²] - E[x]² + eps)} and {@code b = shift - E[x] a}. ONNX
     * Runtime's kernels of means and of elementwise products work with whole registers, those of LayerNormalization and
     * InstanceNormalization add one value after another. Rounding may leave a variance below 0, which is taken for 0.
     */
    String norm(String name, String x, int channels, String scale, String shift) {
        long[] image = {0, channels, 1, 1};
        long[] rows = {0, UNetConfig.groups(channels), -1};
        String grouped = reshaped(name + ".rows", x, rows);
        String mean = mean(name + ".mean", grouped);
        String deviation = deviation(name, grouped, mean);
        String a = graph.node("Div", name + ".a", List.of(reshaped(name + ".scale", scale, rows), deviation));
        String moved = graph.node("Mul", name + ".moved", List.of(mean, a));
        String b = graph.node("Sub", name + ".b", List.of(reshaped(name + ".shift", shift, rows), moved));
        String scaled = graph.node("Mul", name + ".scaled", List.of(x, reshaped(name + ".a.image", a, image)));
        return graph.node("Add", name, List.of(scaled, reshaped(name + ".b.image", b, image)));
    }

    /** {@code sqrt(E[x²] - mean² + eps)} of the last axis. */
    private String deviation(String name, String x, String mean) {
        String power = mean(name + ".power", graph.node("Mul", name + ".square", List.of(x, x)));
        String squaredMean = graph.node("Mul", name + ".mean.square", List.of(mean, mean));
        String difference = graph.node("Sub", name + ".difference", List.of(power, squaredMean));
        String variance = graph.node("Relu", name + ".variance", List.of(difference));
        String safe = graph.node("Add", name + ".safe", List.of(variance, graph.number(EPSILON)));
        return graph.node("Sqrt", name + ".deviation", List.of(safe));
    }

    private String mean(String name, String x) {
        return graph.node("ReduceMean", name, List.of(x), attribute("axes", new long[] {-1}), attribute("keepdims", 1));
    }

    private String reshaped(String name, String x, long... shape) {
        return graph.node("Reshape", name, List.of(x, graph.longs(shape)));
    }

    /** Group normalisation with the learnt scale and shift. */
    String norm(String name, String x, int channels) {
        String scale = graph.floats(name + ".weight", weight(name + ".weight", channels), 1, channels, 1, 1);
        String shift = graph.floats(name + ".bias", weight(name + ".bias", channels), 1, channels, 1, 1);
        return norm(name, x, channels, scale, shift);
    }
}
