package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** A network in ONNX Runtime that shows values from its inside. For measuring, not for speed. */
final class ObservedNetwork implements AutoCloseable {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final UNetConfig config;
    private final Set<String> observed;
    private final OrtSession session;

    /** Opens a network of which the values of these names are observed. */
    ObservedNetwork(UNetConfig config, ModelProto network, Set<String> observed, int threads) {
        this.config = config;
        this.observed = Set.copyOf(observed);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = engine.createSession(
                    IntermediateValues.shown(network, observed).toByteArray(), options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot open the network: " + e.getMessage(), e);
        }
    }

    /** Runs {@code n} rows and hands over every observed value, flattened. */
    void run(int n, UNetRows.Inputs inputs, BiConsumer<String, float[]> values) {
        long size = config.imageSize();
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            given.put(UNetExporter.X, tensor(inputs.x(), n, config.imageChannels(), size, size));
            given.put(UNetExporter.NOISE, tensor(inputs.level(), n, 1));
            given.put(UNetExporter.CLASS, tensor(inputs.label(), n, config.classes()));
            given.put(UNetExporter.TEXT, tensor(inputs.sentence(), n, config.textDimension()));
            given.put(
                    UNetExporter.AUGMENT,
                    tensor(new float[n * config.augmentDimension()], n, config.augmentDimension()));
            try (OrtSession.Result result = session.run(given, observed)) {
                for (Map.Entry<String, OnnxValue> entry : result) {
                    FloatBuffer buffer = ((OnnxTensor) entry.getValue()).getFloatBuffer();
                    float[] copy = new float[buffer.remaining()];
                    buffer.get(copy);
                    values.accept(entry.getKey(), copy);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on " + n + " rows: " + e.getMessage(), e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(float[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(engine, FloatBuffer.wrap(values), shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close the network: " + e.getMessage(), e);
        }
    }
}
