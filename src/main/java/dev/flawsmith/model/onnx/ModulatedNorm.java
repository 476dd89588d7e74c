package dev.flawsmith.model.onnx;

import java.util.List;

/**
 * Scale and shift of a norm that an embedding tells: {@code w (1 + s)} and {@code b (1 + s) + t} with {@code (s, t) = A e + a} is
 * one linear map of {@code e}, folded when written.
 *
 * @param name what the nodes are called after
 * @param embedding name of the layer {@code A}
 * @param norm name of the norm
 */
record ModulatedNorm(String name, String embedding, String norm) {
    /** Both, {@code [batch, out, 1, 1]} each. */
    List<String> write(OnnxGraph graph, OnnxLayers layers, String e, int embeddingChannels, int out) {
        float[] a = layers.weight(embedding + ".weight", 2L * out, embeddingChannels);
        float[] bias = layers.weight(embedding + ".bias", 2L * out);
        float[] w = layers.weight(norm + ".weight", out);
        float[] b = layers.weight(norm + ".bias", out);
        float[] folded = new float[a.length];
        float[] foldedBias = new float[bias.length];
        for (int c = 0; c < out; c++) {
            for (int k = 0; k < embeddingChannels; k++) {
                double s = a[c * embeddingChannels + k];
                folded[c * embeddingChannels + k] = (float) (w[c] * s);
                folded[(out + c) * embeddingChannels + k] = (float) (b[c] * s + a[(out + c) * embeddingChannels + k]);
            }
            double s = 1.0 + bias[c];
            foldedBias[c] = (float) (w[c] * s);
            foldedBias[out + c] = (float) (b[c] * s + bias[out + c]);
        }
        String modulation = layers.dense(name + ".modulation", e, folded, foldedBias);
        String columns = graph.node(
                "Reshape", name + ".modulation.columns", List.of(modulation, graph.longs(0, 2L * out, 1, 1)));
        return graph.split(name + ".modulation.halves", columns, 1, out, out);
    }
}
