package dev.flawsmith.model.onnx;

import java.util.Arrays;

/** The linear maps of several conditions side by side: {@code sum_i s_i (W_i x_i + b_i) = W [x_1; x_2; ...] + b}. */
final class ConditionMatrix {
    private final OnnxLayers layers;
    private final int out;
    private final double[] bias;
    private final float[][] rows;

    ConditionMatrix(OnnxLayers layers, int out) {
        this.layers = layers;
        this.out = out;
        this.bias = new double[out];
        this.rows = new float[out][0];
    }

    /** Appends the columns of a stored dense layer, times {@code scale}. */
    void append(String name, int in, double scale) {
        float[] w = layers.weight(name + ".weight", out, in);
        float[] b = layers.weight(name + ".bias", out);
        for (int o = 0; o < out; o++) {
            int before = rows[o].length;
            rows[o] = Arrays.copyOf(rows[o], before + in);
            for (int i = 0; i < in; i++) {
                rows[o][before + i] = (float) (scale * w[o * in + i]);
            }
            bias[o] += scale * b[o];
        }
    }

    /** {@code [out, in_1 + in_2 + ...]}. */
    float[] weight() {
        int in = rows[0].length;
        float[] all = new float[out * in];
        for (int o = 0; o < out; o++) {
            System.arraycopy(rows[o], 0, all, o * in, in);
        }
        return all;
    }

    /** {@code [out]}. */
    float[] bias() {
        float[] all = new float[out];
        for (int o = 0; o < out; o++) {
            all[o] = (float) bias[o];
        }
        return all;
    }
}
