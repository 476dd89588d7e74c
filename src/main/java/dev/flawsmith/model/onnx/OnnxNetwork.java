package dev.flawsmith.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exported U-Net in an ONNX Runtime session on the CPU. Thread-safe; one call runs at a time, on the session's own
 * threads, with inputs and output in memory that is used again.
 *
 * <p>The session's arena keeps what its largest call needed, which saves a sixth of a call's time over asking the system
 * for memory anew. The first smaller call after it hands back what is not in use.
 */
final class OnnxNetwork implements AutoCloseable {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final UNetConfig config;
    private final Path file;
    private final DirectFloats x = new DirectFloats();
    private final DirectFloats level = new DirectFloats();
    private final DirectFloats label = new DirectFloats();
    private final DirectFloats sentence = new DirectFloats();
    private final DirectFloats augment = new DirectFloats();
    private final DirectFloats output = new DirectFloats();
    private @Nullable OrtSession session;
    private int widest;

    private OnnxNetwork(UNetConfig config, Path file, OrtSession session) {
        this.config = config;
        this.file = file;
        this.session = session;
    }

    /**
     * Opens a file that {@link UNetExporter} wrote for this shape.
     *
     * @param threads of the network, at least 1
     * @throws IllegalStateException if ONNX Runtime refuses the file
     */
    static OnnxNetwork open(UNetConfig config, Path file, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
        }
        try (OrtSession.SessionOptions options = options(threads)) {
            OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
            return new OnnxNetwork(config, file, session);
        } catch (OrtException e) {
            throw new IllegalStateException(file + ": ONNX Runtime cannot open it: " + e.getMessage(), e);
        }
    }

    /** What every session here runs with. */
    static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // Threads wait for one another in a loop, which is quick, but not between calls: then other work has the cores.
        options.addConfigEntry("session.force_spinning_stop", "1");
        return options;
    }

    /** {@code F} of the inputs: {@code [batch * channels * size * size]}. */
    synchronized float[] run(int n, UNetRows.Inputs inputs) {
        if (session == null) {
            throw new IllegalStateException("expected an open network, found a closed one");
        }
        long channels = config.imageChannels();
        long size = config.imageSize();
        FloatBuffer result = output.first(inputs.x().length);
        try (OrtSession.RunOptions run = runOptions(n);
                OnnxTensor images = tensor(x.holding(inputs.x()), n, channels, size, size);
                OnnxTensor levels = tensor(level.holding(inputs.level()), n, 1);
                OnnxTensor labels = tensor(label.holding(inputs.label()), n, config.classes());
                OnnxTensor sentences = tensor(sentence.holding(inputs.sentence()), n, config.textDimension());
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
                        run)) {
            if (outputs.size() != 1) {
                throw new IllegalStateException(file + ": expected one output, found " + outputs.size());
            }
            float[] values = new float[result.capacity()];
            result.get(0, values);
            return values;
        } catch (OrtException e) {
            throw new IllegalStateException(file + ": ONNX Runtime failed on " + n + " rows: " + e.getMessage(), e);
        }
    }

    private OrtSession.RunOptions runOptions(int n) throws OrtException {
        OrtSession.RunOptions run = new OrtSession.RunOptions();
        if (n < widest) {
            run.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            widest = 0;
        } else {
            widest = n;
        }
        return run;
    }

    private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(engine, values, shape);
    }

    @Override
    public synchronized void close() {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(file + ": ONNX Runtime cannot close it: " + e.getMessage(), e);
        } finally {
            session = null;
        }
    }
}
