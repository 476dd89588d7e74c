package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.EncoderException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An encoder's network in ONNX Runtime on the CPU, held to its descriptor. One call runs at a time. */
final class EncoderSession implements AutoCloseable {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final EncoderDescriptor descriptor;
    private final String source;
    private final DirectFloats memory = new DirectFloats();
    private @Nullable OrtSession session;

    /**
     * Opens a network.
     *
     * @param model the ONNX file's bytes
     * @param source what messages call it
     * @throws EncoderException if ONNX Runtime refuses it, or it is not what the descriptor says
     */
    EncoderSession(byte[] model, EncoderDescriptor descriptor, String source, int threads) {
        this.descriptor = descriptor;
        this.source = source;
        try (OrtSession.SessionOptions options = OnnxNetwork.options(threads)) {
            session = engine.createSession(model, options);
            try {
                checkInput(session.getInputInfo());
                checkOutput(session.getOutputInfo());
            } catch (EncoderException e) {
                close();
                throw e;
            }
        } catch (OrtException e) {
            throw new EncoderException(source + ": expected an ONNX model, found: " + e.getMessage(), e);
        }
    }

    private void checkInput(Map<String, NodeInfo> inputs) {
        String name = descriptor.input().name();
        if (!inputs.keySet().equals(Set.of(name))) {
            throw new EncoderException(source + ": expected one input, " + name + ", found " + inputs.keySet());
        }
        long[] found = shape(inputs.get(name), "input " + name);
        long[] expected = inputShape(-1);
        boolean fits = found.length == expected.length && (found[0] < 0 || found[0] == 1);
        for (int i = 1; fits && i < expected.length; i++) {
            fits = found[i] < 0 || found[i] == expected[i];
        }
        if (!fits) {
            throw new EncoderException(source + ": expected input " + name + " of shape " + Arrays.toString(expected)
                    + " (the first one free, or 1), found " + Arrays.toString(found));
        }
    }

    private void checkOutput(Map<String, NodeInfo> outputs) {
        String name = descriptor.output().name();
        NodeInfo info = outputs.get(name);
        if (info == null) {
            throw new EncoderException(source + ": expected an output " + name + ", found " + outputs.keySet());
        }
        checkFeatureShape(shape(info, "output " + name), -1);
    }

    private long[] shape(@Nullable NodeInfo info, String what) {
        if (info == null || !(info.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new EncoderException(
                    source + ": expected " + what + " of float32, found " + (info == null ? "none" : info.getInfo()));
        }
        return tensor.getShape();
    }

    /** Holds a shape to {@code [n, d]} or {@code [n, d, h, w]}; dimensions below 0 are free. */
    private void checkFeatureShape(long[] found, int rows) {
        boolean pooled = descriptor.output().pool().equals("mean");
        int dimension = descriptor.output().dimension();
        boolean fits = found.length == (pooled ? 4 : 2)
                && (rows < 0 || found[0] == rows)
                && (found[1] == dimension || (rows < 0 && found[1] < 0));
        if (!fits) {
            throw new EncoderException(
                    source + ": expected output " + descriptor.output().name() + " of shape [n, " + dimension
                            + (pooled ? ", h, w]" : "]") + ", found " + Arrays.toString(found));
        }
    }

    /** Whether the network takes one image at a time only. */
    synchronized boolean isSingle() {
        try {
            return shape(open().getInputInfo().get(descriptor.input().name()), "the input")[0] == 1;
        } catch (OrtException e) {
            throw new EncoderException(source + ": ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    /**
     * Features of a batch.
     *
     * @param values the input's values, in the descriptor's layout
     * @param rows images in it
     * @return {@code [rows][dimension]}, any value
     */
    synchronized float[][] run(float[] values, int rows) {
        FloatBuffer held = memory.holding(values);
        try (OnnxTensor images = OnnxTensor.createTensor(engine, held, inputShape(rows));
                OrtSession.Result result = open().run(
                                Map.of(descriptor.input().name(), images),
                                Set.of(descriptor.output().name()))) {
            OnnxValue value = result.get(0);
            if (!(value instanceof OnnxTensor features)) {
                throw new EncoderException(source + ": expected a tensor, found " + value.getInfo());
            }
            long[] shape = features.getInfo().getShape();
            checkFeatureShape(shape, rows);
            return pooled(features.getFloatBuffer(), rows);
        } catch (OrtException e) {
            throw new EncoderException(source + ": ONNX Runtime failed on " + rows + " images: " + e.getMessage(), e);
        }
    }

    private float[][] pooled(FloatBuffer values, int rows) {
        int dimension = descriptor.output().dimension();
        int cells = values.remaining() / rows / dimension;
        float[][] features = new float[rows][dimension];
        for (int r = 0; r < rows; r++) {
            for (int d = 0; d < dimension; d++) {
                double sum = 0;
                for (int cell = 0; cell < cells; cell++) {
                    sum += values.get();
                }
                features[r][d] = (float) (sum / cells);
            }
        }
        return features;
    }

    private OrtSession open() {
        if (session == null) {
            throw new IllegalStateException("expected an open encoder, found a closed one");
        }
        return session;
    }

    private long[] inputShape(long rows) {
        EncoderDescriptor.Input input = descriptor.input();
        return input.layout().equals("nchw")
                ? new long[] {rows, input.channels(), input.height(), input.width()}
                : new long[] {rows, input.height(), input.width(), input.channels()};
    }

    @Override
    public synchronized void close() {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime cannot close it: " + e.getMessage(), e);
        } finally {
            session = null;
        }
    }
}
