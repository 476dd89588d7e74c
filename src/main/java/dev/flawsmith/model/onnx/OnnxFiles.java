package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import dev.flawsmith.model.ModelPackageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** ONNX files from elsewhere, opened by path, so that data they keep in other files is found beside them. */
final class OnnxFiles {
    private OnnxFiles() {}

    /** @throws ModelPackageException if there is none, or ONNX Runtime refuses it */
    static OrtSession open(Path file, int threads) {
        if (!Files.isRegularFile(file)) {
            throw new ModelPackageException(file + ": expected an ONNX model, found none");
        }
        try (OrtSession.SessionOptions options = OnnxNetwork.options(threads)) {
            return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new ModelPackageException(file + ": expected an ONNX model, found: " + e.getMessage(), e);
        }
    }

    /** The one value that there must be, of that name. */
    static NodeInfo only(Map<String, NodeInfo> values, String source, String name) {
        NodeInfo info = values.get(name);
        if (info == null || values.size() != 1) {
            throw new ModelPackageException(source + ": expected one input, " + name + ", found " + values.keySet());
        }
        return info;
    }

    /** Whether values are numbers with a fraction, of single or half precision. */
    static boolean isFloat(OnnxJavaType type) {
        return type == OnnxJavaType.FLOAT || type == OnnxJavaType.FLOAT16;
    }

    /** A tensor of a network's own precision. */
    static OnnxTensor tensor(OrtEnvironment engine, float[] values, long[] shape, OnnxJavaType type)
            throws OrtException {
        if (type == OnnxJavaType.FLOAT) {
            return OnnxTensor.createTensor(engine, FloatBuffer.wrap(values), shape);
        }
        ByteBuffer halves =
                ByteBuffer.allocateDirect(Short.BYTES * values.length).order(ByteOrder.nativeOrder());
        for (float value : values) {
            halves.putShort(Fp16Conversions.floatToFp16(value));
        }
        return OnnxTensor.createTensor(engine, halves.flip(), shape, OnnxJavaType.FLOAT16);
    }

    static void close(OrtSession session, String source) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime cannot close it: " + e.getMessage(), e);
        }
    }
}
