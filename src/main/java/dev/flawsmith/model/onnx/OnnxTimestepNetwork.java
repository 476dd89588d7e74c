package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.TimestepNetwork;
import dev.flawsmith.model.TimestepRows;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's ONNX denoiser on ONNX Runtime's CPU kernels, held to its descriptor. Timesteps go in as the file wants them: whole
 * or real, a number a row or, for exports whose timestep is a scalar, one for all rows of a call.
 */
public final class OnnxTimestepNetwork implements TimestepNetwork {
    private static final long FREE = -1;

    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final DenoiserDescriptor descriptor;
    private final TimestepRows rows;
    private final String source;
    private final int threads;
    private final Map<String, TensorInfo> inputs = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Opens a network.
     *
     * @param file the ONNX file; data that it keeps in other files is looked for beside it
     * @param threads of the network, at least 1
     * @throws ModelPackageException if ONNX Runtime refuses it, or it is not what the descriptor says
     */
    public OnnxTimestepNetwork(Path file, DenoiserDescriptor descriptor, int threads) {
        this.descriptor = descriptor;
        this.rows = new TimestepRows(descriptor);
        this.source = file.toString();
        this.threads = threads;
        try (OrtSession.SessionOptions options = OnnxNetwork.options(threads)) {
            session = engine.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new ModelPackageException(source + ": expected an ONNX model, found: " + e.getMessage(), e);
        }
        try {
            checkInputs(session.getInputInfo());
            checkOutput(session.getOutputInfo());
        } catch (OrtException | RuntimeException e) {
            close();
            throw e instanceof ModelPackageException known
                    ? known
                    : new ModelPackageException(source + ": expected an ONNX model, found: " + e.getMessage(), e);
        }
    }

    private void checkInputs(Map<String, NodeInfo> found) {
        Set<String> named = new HashSet<>();
        for (DenoiserDescriptor.Input input : descriptor.inputs()) {
            String name = String.valueOf(input.name());
            named.add(name);
            NodeInfo info = found.get(name);
            if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
                throw new ModelPackageException(source + ": expected an input " + name + ", found " + found.keySet());
            }
            boolean fits = switch (input.is()) {
                case DenoiserDescriptor.SAMPLE -> tensor.type == OnnxJavaType.FLOAT && isImage(tensor.getShape());
                case DenoiserDescriptor.TIMESTEP -> isNumber(tensor.type) && tensor.getShape().length <= 1;
                default -> isNumber(tensor.type) && tensor.getShape().length == 1;
            };
            if (!fits) {
                throw new ModelPackageException(source + ": expected input " + name + " as " + wanted(input.is())
                        + ", found " + tensor.type + " " + Arrays.toString(tensor.getShape()));
            }
            inputs.put(input.is(), tensor);
        }
        if (!named.equals(found.keySet())) {
            throw new ModelPackageException(source + ": expected the inputs " + named + " that "
                    + DenoiserDescriptor.FILE + " names, found " + found.keySet());
        }
    }

    private String wanted(String is) {
        ImageShape shape = descriptor.shape();
        return switch (is) {
            case DenoiserDescriptor.SAMPLE ->
                "FLOAT [free, " + shape.channels() + ", " + shape.height() + ", " + shape.width() + "]";
            case DenoiserDescriptor.TIMESTEP -> "INT64, INT32 or FLOAT, a scalar or [free]";
            default -> "INT64, INT32 or FLOAT [free]";
        };
    }

    private static boolean isNumber(OnnxJavaType type) {
        return type == OnnxJavaType.INT64 || type == OnnxJavaType.INT32 || type == OnnxJavaType.FLOAT;
    }

    private boolean isImage(long[] found) {
        ImageShape shape = descriptor.shape();
        long[] expected = {FREE, shape.channels(), shape.height(), shape.width()};
        boolean fits = found.length == expected.length && (found[0] < 0 || found[0] == 1);
        for (int i = 1; fits && i < expected.length; i++) {
            fits = found[i] < 0 || found[i] == expected[i];
        }
        return fits;
    }

    private void checkOutput(Map<String, NodeInfo> outputs) {
        NodeInfo info = outputs.get(descriptor.output());
        if (info == null || !(info.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new ModelPackageException(source + ": expected an output " + descriptor.output()
                    + " of float32, found " + (info == null ? outputs.keySet() : info.getInfo()));
        }
    }

    @Override
    public ImageShape shape() {
        return descriptor.shape();
    }

    @Override
    public boolean unconditioned() {
        return descriptor.unconditionalClass() != null;
    }

    /** Whether rows of different timesteps need calls of their own, for the file takes one number for all rows. */
    public boolean takesOneTimestep() {
        return input(DenoiserDescriptor.TIMESTEP).getShape().length == 0;
    }

    private boolean takesOneRow() {
        return input(DenoiserDescriptor.SAMPLE).getShape()[0] == 1;
    }

    private TensorInfo input(String is) {
        TensorInfo info = inputs.get(is);
        if (info == null) {
            throw new IllegalStateException("expected an input that is a " + is + ", found " + inputs.keySet());
        }
        return info;
    }

    @Override
    public float[][] output(float[][] x, double[] timestep, int[] classIndex) {
        rows.check(x, timestep, classIndex);
        float[][] outputs = new float[x.length][];
        for (List<Integer> call : TimestepRows.calls(timestep, takesOneTimestep(), takesOneRow())) {
            run(x, timestep, classIndex, call, outputs);
        }
        return outputs;
    }

    private void run(float[][] x, double[] timestep, int[] classIndex, List<Integer> call, float[][] outputs) {
        Map<String, OnnxTensor> values = new HashMap<>();
        try {
            for (DenoiserDescriptor.Input input : descriptor.inputs()) {
                values.put(String.valueOf(input.name()), tensor(input.is(), x, timestep, classIndex, call));
            }
            try (OrtSession.Result result = session.run(values, Set.of(String.valueOf(descriptor.output())))) {
                scatter(result.get(0), call, outputs);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(
                    source + ": ONNX Runtime failed on " + call.size() + " rows: " + e.getMessage(), e);
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(String is, float[][] x, double[] timestep, int[] classIndex, List<Integer> call)
            throws OrtException {
        if (is.equals(DenoiserDescriptor.SAMPLE)) {
            ImageShape shape = descriptor.shape();
            long[] dimensions = {call.size(), shape.channels(), shape.height(), shape.width()};
            return OnnxTensor.createTensor(engine, FloatBuffer.wrap(rows.gathered(x, call)), dimensions);
        }
        boolean level = is.equals(DenoiserDescriptor.TIMESTEP);
        double[] numbers = call.stream()
                .mapToDouble(row -> level ? timestep[row] : rows.told(classIndex[row]))
                .toArray();
        return numbers(input(is), numbers);
    }

    private OnnxTensor numbers(TensorInfo info, double[] numbers) throws OrtException {
        boolean scalar = info.getShape().length == 0;
        Object array = switch (info.type) {
            case INT64 -> Arrays.stream(numbers).mapToLong(Math::round).toArray();
            case INT32 ->
                Arrays.stream(numbers).mapToInt(n -> (int) Math.round(n)).toArray();
            default -> TimestepRows.floats(numbers);
        };
        return OnnxTensor.createTensor(engine, scalar ? java.lang.reflect.Array.get(array, 0) : array);
    }

    private void scatter(@Nullable OnnxValue value, List<Integer> call, float[][] outputs) {
        long[] expected = {call.size(), descriptor.channels(), descriptor.height(), descriptor.width()};
        if (!(value instanceof OnnxTensor tensor)
                || !Arrays.equals(tensor.getInfo().getShape(), expected)) {
            throw new IllegalStateException(source + ": expected an output of " + Arrays.toString(expected) + ", found "
                    + (value == null ? "none" : value.getInfo()));
        }
        FloatBuffer held = tensor.getFloatBuffer();
        for (int row : call) {
            outputs[row] = new float[descriptor.shape().size()];
            held.get(outputs[row]);
        }
    }

    @Override
    public String engine() {
        return OnnxDenoiser.ENGINE + "-" + threads;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime cannot close it: " + e.getMessage(), e);
        }
    }
}
