package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.NetworkClosedException;
import dev.flawsmith.model.TextEncoder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A pipeline's own text encoder: a text becomes the hidden states of its tokens, {@code [tokens * numbers of one]}, which the
 * network attends to. Thread-safe. The opener closes it.
 */
public final class ClipTextEncoder implements TextEncoder {
    private static final String INPUT = "input_ids";
    private static final String OUTPUT = "last_hidden_state";

    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final String source;
    private final ClipTokenizer tokenizer;
    private final OrtSession session;
    private final boolean wide;
    private final int dimension;
    private final int width;
    /** Held shared by whoever encodes: the network is not freed under anybody. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    /**
     * Opens an encoder and encodes the empty text, so that files that do not fit are refused here.
     *
     * @param network the ONNX file
     * @param tokenizerFolder its tokenizer's files
     * @throws ModelPackageException if a file is missing or is not what it should be
     */
    public ClipTextEncoder(Path network, Path tokenizerFolder, int threads) {
        source = network.toString();
        session = OnnxFiles.open(network, threads);
        ClipTokenizer read = null;
        try {
            NodeInfo ids = OnnxFiles.only(session.getInputInfo(), source, INPUT);
            wide = ids.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.INT64;
            boolean narrow = ids.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.INT32;
            if (!wide && !narrow) {
                throw new ModelPackageException(
                        source + ": expected input " + INPUT + " as INT32 or INT64, found " + ids.getInfo());
            }
            if (!session.getOutputNames().contains(OUTPUT)) {
                throw new ModelPackageException(
                        source + ": expected an output " + OUTPUT + ", found " + session.getOutputNames());
            }
            read = new ClipTokenizer(tokenizerFolder);
            tokenizer = read;
            float[] nothing = encode("");
            dimension = nothing.length;
            width = dimension / tokenizer.length();
        } catch (OrtException | RuntimeException e) {
            OnnxFiles.close(session, source);
            if (read != null) {
                read.close();
            }
            throw e instanceof ModelPackageException known
                    ? known
                    : new ModelPackageException(source + ": expected a text encoder, found: " + e.getMessage(), e);
        }
    }

    /** The tokens that a text is read as, padded. */
    public long[] tokens(String text) {
        return tokenizer.padded(text);
    }

    /** Numbers of one token. */
    public int width() {
        return width;
    }

    @Override
    public Optional<String> overrun(String text) {
        return tokenizer.overrun(text);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public float[] encode(String text) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new NetworkClosedException("text encoder");
            }
            return run(tokenizer.padded(text));
        } finally {
            use.readLock().unlock();
        }
    }

    private float[] run(long[] tokens) {
        Object ids = wide
                ? new long[][] {tokens}
                : new int[][] {Arrays.stream(tokens).mapToInt(Math::toIntExact).toArray()};
        try (OnnxTensor input = OnnxTensor.createTensor(engine, ids);
                OrtSession.Result result = session.run(Map.of(INPUT, input), Set.of(OUTPUT))) {
            if (!(result.get(0) instanceof OnnxTensor states) || !OnnxFiles.isFloat(states.getInfo().type)) {
                throw new IllegalStateException(source + ": expected float32 or float16 states, found "
                        + result.get(0).getInfo());
            }
            FloatBuffer values = states.getFloatBuffer();
            float[] flat = new float[values.remaining()];
            values.get(flat);
            return flat;
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime failed on a text: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                tokenizer.close();
                OnnxFiles.close(session, source);
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
