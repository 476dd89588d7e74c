package dev.flawsmith.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * One call of an exported U-Net at a time: inputs and output in memory of its own that is used again, aligned alike in every
 * run. Not thread-safe; sessions may be shared with other lanes.
 */
final class OnnxLane {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final UNetConfig config;
    private final DirectFloats x = new DirectFloats();
    private final DirectFloats level = new DirectFloats();
    private final DirectFloats label = new DirectFloats();
    private final DirectFloats sentence = new DirectFloats();
    private final DirectFloats augment = new DirectFloats();
    private final DirectFloats output = new DirectFloats();

    OnnxLane(UNetConfig config) {
        this.config = config;
    }

    /**
     * {@code F} of some rows.
     *
     * @param from first row
     * @param n rows
     * @param into where all rows' results are, {@code [batch * channels * size * size]}
     * @param options of this call, which it does not close
     */
    void run(OrtSession session, UNetRows.Inputs inputs, int from, int n, float[] into, OrtSession.RunOptions options)
            throws OrtException {
        int channels = config.imageChannels();
        int size = config.imageSize();
        int pixels = channels * size * size;
        FloatBuffer result = output.first(n * pixels);
        try (OnnxTensor images = tensor(x.holding(inputs.x(), from * pixels, n * pixels), n, channels, size, size);
                OnnxTensor levels = rows(level, inputs.level(), from, n, 1);
                OnnxTensor labels = rows(label, inputs.label(), from, n, config.classes());
                OnnxTensor sentences = rows(sentence, inputs.sentence(), from, n, config.textDimension());
                OnnxTensor flips = tensor(augment.first(n * config.augmentDimension()), n, config.augmentDimension());
                OnnxTensor f = tensor(result, n, channels, size, size);
                OrtSession.Result outputs = session.run(
                        Map.of(
                                UNetExporter.X,
                                images,
                                UNetExporter.NOISE,
                                levels,
                                UNetExporter.CLASS,
                                labels,
                                UNetExporter.TEXT,
                                sentences,
                                UNetExporter.AUGMENT,
                                flips),
                        Set.of(),
                        Map.of(UNetExporter.OUTPUT, f),
                        options)) {
            if (outputs.size() != 1) {
                throw new IllegalStateException("expected one output, found " + outputs.size());
            }
            result.get(0, into, from * pixels, n * pixels);
        }
    }

    private OnnxTensor rows(DirectFloats memory, float[] values, int from, int n, int width) throws OrtException {
        return tensor(memory.holding(values, from * width, n * width), n, width);
    }

    private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(engine, values, shape);
    }
}
