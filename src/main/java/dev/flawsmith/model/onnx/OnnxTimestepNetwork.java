package dev.flawsmith.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.NetworkSignature;
import dev.flawsmith.model.TimestepNetwork;
import dev.flawsmith.model.TimestepRows;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's ONNX denoiser on ONNX Runtime's CPU kernels, held to its signature. Timesteps go in as the file wants them: whole
 * or real, a number a row or, for exports whose timestep is a scalar, one for all rows of a call.
 */
public final class OnnxTimestepNetwork implements TimestepNetwork {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final NetworkSignature signature;
    private final TimestepRows rows;
    private final String source;
    private final int threads;
    private final int filledTo;
    private final Map<String, TensorInfo> inputs = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Opens a network.
     *
     * @param file the ONNX file; data that it keeps in other files is looked for beside it
     * @param threads of the network, at least 1
     * @param filledTo rows that a call for one timestep is filled to, for another number of rows is other bits; 0 for as
     *     many as there are
     * @throws ModelPackageException if ONNX Runtime refuses it, or it is not as described
     */
    public OnnxTimestepNetwork(Path file, NetworkSignature signature, int threads, int filledTo) {
        this.signature = signature;
        this.rows = new TimestepRows(signature);
        this.source = file.toString();
        this.threads = threads;
        this.filledTo = filledTo;
        session = OnnxFiles.open(file, threads);
        try {
            OnnxSignatureCheck check = new OnnxSignatureCheck(signature, source);
            inputs.putAll(check.inputs(session.getInputInfo()));
            check.output(session.getOutputInfo());
            probe();
        } catch (OrtException | RuntimeException e) {
            OnnxFiles.close(session, source);
            throw e instanceof ModelPackageException known
                    ? known
                    : new ModelPackageException(source + ": expected an ONNX model, found: " + e.getMessage(), e);
        }
    }

    /** Asks for one row, so that a network that cannot be run is refused before anybody waits for it. */
    private void probe() {
        Condition condition = signature.classes() > 0 ? Condition.ofClass(0) : Condition.NONE;
        float[][] x = {new float[signature.shape().size()]};
        double[] timestep = {1};
        rows.check(x, timestep, List.of(condition));
        run(x, timestep, List.of(condition), List.of(0), new float[1][]);
    }

    @Override
    public ImageShape shape() {
        return signature.shape();
    }

    @Override
    public boolean unconditioned() {
        return signature.unconditioned();
    }

    /** Whether rows of different timesteps need calls of their own, for the file takes one number for all rows. */
    public boolean takesOneTimestep() {
        return input(NetworkSignature.TIMESTEP).getShape().length == 0;
    }

    private boolean takesOneRow() {
        return input(NetworkSignature.SAMPLE).getShape()[0] == 1;
    }

    private TensorInfo input(String is) {
        TensorInfo info = inputs.get(is);
        if (info == null) {
            throw new IllegalStateException("expected an input that is a " + is + ", found " + inputs.keySet());
        }
        return info;
    }

    @Override
    public float[][] output(float[][] x, double[] timestep, List<Condition> conditions) {
        rows.check(x, timestep, conditions);
        float[][] outputs = new float[x.length][];
        for (List<Integer> call : TimestepRows.calls(timestep, takesOneTimestep(), takesOneRow(), filledTo)) {
            run(x, timestep, conditions, call, outputs);
        }
        return outputs;
    }

    private void run(
            float[][] x, double[] timestep, List<Condition> conditions, List<Integer> call, float[][] outputs) {
        Map<String, OnnxTensor> values = new HashMap<>();
        try {
            for (NetworkSignature.Input input : signature.inputs()) {
                values.put(String.valueOf(input.name()), tensor(input.is(), x, timestep, conditions, call));
            }
            try (OrtSession.Result result = session.run(values, Set.of(String.valueOf(signature.output())))) {
                scatter(result.get(0), call, outputs);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(
                    source + ": ONNX Runtime failed on " + call.size() + " rows: " + e.getMessage(), e);
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(String is, float[][] x, double[] timestep, List<Condition> conditions, List<Integer> call)
            throws OrtException {
        if (is.equals(NetworkSignature.SAMPLE)) {
            ImageShape shape = signature.shape();
            long[] dimensions = {call.size(), shape.channels(), shape.height(), shape.width()};
            return OnnxFiles.tensor(engine, rows.gathered(x, call), dimensions, input(is).type);
        }
        if (is.equals(NetworkSignature.TEXT)) {
            return text(conditions, call);
        }
        boolean level = is.equals(NetworkSignature.TIMESTEP);
        double[] numbers = call.stream()
                .mapToDouble(row -> level ? timestep[row] : rows.classNumber(conditions.get(row)))
                .toArray();
        return numbers(input(is), numbers);
    }

    private OnnxTensor text(List<Condition> conditions, List<Integer> call) throws OrtException {
        int length = rows.text(conditions.get(call.get(0))).length;
        long one = signature.textWidth();
        float[] texts = new float[call.size() * length];
        for (int i = 0; i < call.size(); i++) {
            float[] text = rows.text(conditions.get(call.get(i)));
            if (text.length != length || length % one != 0) {
                throw new IllegalArgumentException("expected texts of " + length + " values, a multiple of " + one
                        + ", found one of " + text.length);
            }
            System.arraycopy(text, 0, texts, i * length, length);
        }
        return OnnxFiles.tensor(
                engine, texts, new long[] {call.size(), length / one, one}, input(NetworkSignature.TEXT).type);
    }

    private OnnxTensor numbers(TensorInfo info, double[] numbers) throws OrtException {
        boolean scalar = info.getShape().length == 0;
        double[] told = scalar ? Arrays.copyOf(numbers, 1) : numbers;
        long[] shape = scalar ? new long[0] : new long[] {told.length};
        return switch (info.type) {
            case INT64 ->
                OnnxTensor.createTensor(
                        engine,
                        LongBuffer.wrap(
                                Arrays.stream(told).mapToLong(Math::round).toArray()),
                        shape);
            case INT32 ->
                OnnxTensor.createTensor(
                        engine,
                        IntBuffer.wrap(Arrays.stream(told)
                                .mapToInt(n -> (int) Math.round(n))
                                .toArray()),
                        shape);
            default -> OnnxFiles.tensor(engine, TimestepRows.floats(told), shape, info.type);
        };
    }

    private void scatter(@Nullable OnnxValue value, List<Integer> call, float[][] outputs) {
        ImageShape shape = signature.shape();
        long[] expected = {call.size(), shape.channels(), shape.height(), shape.width()};
        if (!(value instanceof OnnxTensor tensor)
                || !Arrays.equals(tensor.getInfo().getShape(), expected)) {
            throw new IllegalStateException(source + ": expected an output of " + Arrays.toString(expected) + ", found "
                    + (value == null ? "none" : value.getInfo()));
        }
        FloatBuffer held = tensor.getFloatBuffer();
        for (int row : call) {
            outputs[row] = new float[shape.size()]; // a row that fills the call comes again, the same each time
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
        OnnxFiles.close(session, source);
    }
}
