package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.NetworkClosedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** One half of an autoencoder on ONNX Runtime's CPU kernels: an array of one shape in, one of another out. Thread-safe. */
final class OnnxVaeHalf implements AutoCloseable {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final String source;
    private final OrtSession session;
    private final String input;
    private final String output;
    private final OnnxJavaType type;
    /** Held shared by whoever runs it: it is not freed under anybody. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private OnnxVaeHalf(String source, OrtSession session, String input, List<String> outputs) throws OrtException {
        this.source = source;
        this.session = session;
        this.input = input;
        NodeInfo info = OnnxFiles.only(session.getInputInfo(), source, input);
        if (!(info.getInfo() instanceof TensorInfo tensor) || !OnnxFiles.isFloat(tensor.type)) {
            throw new ModelPackageException(
                    source + ": expected input " + input + " as FLOAT or FLOAT16, found " + info.getInfo());
        }
        this.type = tensor.type;
        this.output = outputs.stream()
                .filter(session.getOutputNames()::contains)
                .findFirst()
                .orElseThrow(() -> new ModelPackageException(source + ": expected an output "
                        + String.join(" or ", outputs) + ", found " + session.getOutputNames()));
    }

    /**
     * Opens a file.
     *
     * @param outputs the first of them that the file has is what is asked for
     * @throws ModelPackageException if ONNX Runtime refuses the file, or it has other inputs and outputs
     */
    static OnnxVaeHalf open(Path file, String input, List<String> outputs, int threads) {
        String source = file.toString();
        OrtSession session = OnnxFiles.open(file, threads);
        try {
            return new OnnxVaeHalf(source, session, input, outputs);
        } catch (OrtException | RuntimeException e) {
            OnnxFiles.close(session, source);
            throw refusal(source, e);
        }
    }

    /**
     * Runs a first pass, so that a file that does something else is refused here; closes it then.
     *
     * @throws ModelPackageException if the pass fails
     */
    void require(Runnable pass) {
        try {
            pass.run();
        } catch (RuntimeException e) {
            close();
            throw refusal(source, e);
        }
    }

    private static ModelPackageException refusal(String source, Exception e) {
        return e instanceof ModelPackageException known
                ? known
                : new ModelPackageException(source + ": expected half of a VAE, found: " + e.getMessage(), e);
    }

    String source() {
        return source;
    }

    /** The value that is asked for. */
    String output() {
        return output;
    }

    /**
     * Runs one array through.
     *
     * @param values of {@code from}
     * @param to shape of the output
     * @param wanted how many of the output's values are taken, from the first on
     * @throws IllegalStateException if it is of another shape, or not finite
     * @throws NetworkClosedException after it was closed
     */
    float[] run(float[] values, ImageShape from, ImageShape to, int wanted) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new NetworkClosedException("half of an autoencoder");
            }
            return pass(values, from, to, wanted);
        } finally {
            use.readLock().unlock();
        }
    }

    private float[] pass(float[] values, ImageShape from, ImageShape to, int wanted) {
        long[] expected = {1, to.channels(), to.height(), to.width()};
        try (OnnxTensor given = OnnxFiles.tensor(
                        engine, values, new long[] {1, from.channels(), from.height(), from.width()}, type);
                OrtSession.Result result = session.run(Map.of(input, given), Set.of(output))) {
            if (!(result.get(0) instanceof OnnxTensor made)
                    || !OnnxFiles.isFloat(made.getInfo().type)
                    || !Arrays.equals(made.getInfo().getShape(), expected)) {
                throw new IllegalStateException(source + ": expected " + output + " of " + Arrays.toString(expected)
                        + ", found " + result.get(0).getInfo());
            }
            float[] taken = new float[wanted];
            made.getFloatBuffer().get(taken);
            for (float value : taken) {
                if (!Float.isFinite(value)) {
                    throw new IllegalStateException(source + ": expected finite values of " + output + ", found "
                            + value
                            + (type == OnnxJavaType.FLOAT16 ? ": half precision may be too little for it" : ""));
                }
            }
            return taken;
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    static void requireLength(float[] values, ImageShape shape) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("expected " + shape.size() + " values, found " + values.length);
        }
    }

    /** Waits for those that run it. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                OnnxFiles.close(session, source);
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
