package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.GeneratorSignature;
import dev.flawsmith.model.ImageGenerator;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A one-step generator's ONNX file on ONNX Runtime's CPU kernels, held to its signature. A file whose batch axis is fixed to 1
 * is called once for each row.
 */
public final class OnnxGenerator implements ImageGenerator {
    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final GeneratorSignature signature;
    private final String source;
    private final int threads;
    private final OnnxJavaType latentType;
    private final @Nullable OnnxJavaType classType;
    private final boolean oneRow;
    private boolean closed;

    /**
     * Opens a network and draws with it once, so that one that does something else is refused here.
     *
     * @param file the ONNX file; data that it keeps in other files is looked for beside it
     * @param threads of the network, at least 1
     * @throws ModelPackageException if ONNX Runtime refuses it, it is not as described, or a row of it depends on anything but
     *     its own {@code z} and class
     */
    public OnnxGenerator(Path file, GeneratorSignature signature, int threads) {
        this.signature = signature;
        this.source = file.toString();
        this.threads = threads;
        session = OnnxFiles.open(file, threads);
        try {
            Map<String, NodeInfo> inputs = session.getInputInfo();
            requireNames(inputs.keySet());
            TensorInfo latent = tensor(inputs, signature.latent());
            latentType = latent.type;
            oneRow = latent.getShape().length > 0 && latent.getShape()[0] == 1;
            require(
                    OnnxFiles.isFloat(latentType) && isRows(latent, signature.latentShape()),
                    "input " + signature.latent() + " as FLOAT or FLOAT16 " + rows(signature.latentShape()),
                    latent);
            classType = signature.classInput() == null ? null : classType(tensor(inputs, signature.classInput()));
            checkOutput(session.getOutputInfo());
            new GeneratorProbe(this, oneRow).check(source);
        } catch (OrtException | RuntimeException e) {
            OnnxFiles.close(session, source);
            throw e instanceof ModelPackageException known
                    ? known
                    : new ModelPackageException(source + ": expected a generator, found: " + e.getMessage(), e);
        }
    }

    /** Opens the ONNX model of a package of ours, as {@link OnnxFile} derives it. */
    public static OnnxGenerator open(GeneratorConfig config, Path file, int threads) {
        return new OnnxGenerator(file, GeneratorExporter.signature(config), threads);
    }

    private void requireNames(Set<String> found) {
        Set<String> described = new HashSet<>(Set.of(signature.latent()));
        if (signature.classInput() != null) {
            described.add(signature.classInput());
        }
        if (!described.equals(found)) {
            throw new ModelPackageException(
                    source + ": expected the inputs " + described + " that are described, found " + found);
        }
    }

    private TensorInfo tensor(Map<String, NodeInfo> values, String name) {
        NodeInfo info = values.get(name);
        if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
            throw new ModelPackageException(
                    source + ": expected a tensor " + name + ", found " + (info == null ? "none" : info.getInfo()));
        }
        return tensor;
    }

    private OnnxJavaType classType(TensorInfo found) {
        boolean whole = found.type == OnnxJavaType.INT64 || found.type == OnnxJavaType.INT32;
        long[] row = signature.oneHot() ? new long[] {signature.classes()} : new long[0];
        require(
                (signature.oneHot() ? OnnxFiles.isFloat(found.type) : whole) && isRows(found, row),
                "input " + signature.classInput() + " as "
                        + (signature.oneHot() ? "FLOAT or FLOAT16 " : "INT64 or INT32 ") + rows(row),
                found);
        return found.type;
    }

    private void checkOutput(Map<String, NodeInfo> outputs) {
        String name = signature.output();
        if (!outputs.containsKey(name)) {
            throw new ModelPackageException(source + ": expected an output " + name + ", found " + outputs.keySet());
        }
        TensorInfo found = tensor(outputs, name);
        require(
                OnnxFiles.isFloat(found.type) && isRows(found, image()),
                "output " + name + " as FLOAT or FLOAT16 " + rows(image()),
                found);
    }

    private long[] image() {
        ImageShape shape = signature.shape();
        return new long[] {shape.channels(), shape.height(), shape.width()};
    }

    private void require(boolean holds, String expected, TensorInfo found) {
        if (!holds) {
            throw new ModelPackageException(source + ": expected " + expected + ", found " + found.type + " "
                    + Arrays.toString(found.getShape()));
        }
    }

    /** Whether a tensor has rows of a shape: their number free, or 1 for all tensors alike; free axes fit whatever is wanted. */
    private boolean isRows(TensorInfo tensor, long[] row) {
        long[] found = tensor.getShape();
        boolean fits = found.length == row.length + 1 && (found[0] < 0 || (oneRow && found[0] == 1));
        for (int i = 0; fits && i < row.length; i++) {
            fits = found[i + 1] < 0 || found[i + 1] == row[i];
        }
        return fits;
    }

    private static String rows(long[] row) {
        return row.length == 0 ? "[free]" : "[free, " + Arrays.toString(row).substring(1);
    }

    @Override
    public int latentSize() {
        return signature.latentSize();
    }

    @Override
    public ImageShape shape() {
        return signature.shape();
    }

    @Override
    public float[][] generate(float[][] z, List<Condition> conditions) {
        signature.check(z, conditions);
        float[][] images = new float[z.length][];
        int rows = oneRow ? 1 : z.length;
        for (int first = 0; first < z.length; first += rows) {
            run(z, conditions, first, rows, images);
        }
        return images;
    }

    private void run(float[][] z, List<Condition> conditions, int first, int rows, float[][] images) {
        Map<String, OnnxTensor> values = new HashMap<>();
        try {
            values.put(signature.latent(), latent(z, first, rows));
            if (signature.classInput() != null && classType != null) {
                values.put(signature.classInput(), classes(classType, conditions.subList(first, first + rows)));
            }
            try (OrtSession.Result result = session.run(values, Set.of(signature.output()))) {
                scatter(result.get(0), first, rows, images);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(
                    source + ": ONNX Runtime failed on " + rows + " rows: " + e.getMessage(), e);
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor latent(float[][] z, int first, int rows) throws OrtException {
        int size = signature.latentSize();
        float[] gathered = new float[rows * size];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(z[first + i], 0, gathered, i * size, size);
        }
        return OnnxFiles.tensor(engine, gathered, batched(rows, signature.latentShape()), latentType);
    }

    private OnnxTensor classes(OnnxJavaType type, List<Condition> conditions) throws OrtException {
        int[] numbers = conditions.stream().mapToInt(Condition::classIndex).toArray();
        if (signature.oneHot()) {
            float[] ones = new float[numbers.length * signature.classes()];
            for (int i = 0; i < numbers.length; i++) {
                ones[i * signature.classes() + numbers[i]] = 1;
            }
            return OnnxFiles.tensor(engine, ones, new long[] {numbers.length, signature.classes()}, type);
        }
        long[] shape = {numbers.length};
        return type == OnnxJavaType.INT32
                ? OnnxTensor.createTensor(engine, IntBuffer.wrap(numbers), shape)
                : OnnxTensor.createTensor(
                        engine,
                        LongBuffer.wrap(Arrays.stream(numbers).asLongStream().toArray()),
                        shape);
    }

    private void scatter(OnnxValue value, int first, int rows, float[][] images) {
        long[] expected = batched(rows, image());
        if (!(value instanceof OnnxTensor tensor)
                || !Arrays.equals(tensor.getInfo().getShape(), expected)) {
            throw new IllegalStateException(
                    source + ": expected an output of " + Arrays.toString(expected) + ", found " + value.getInfo());
        }
        var held = tensor.getFloatBuffer();
        for (int i = 0; i < rows; i++) {
            images[first + i] = new float[signature.shape().size()];
            held.get(images[first + i]);
        }
    }

    private static long[] batched(int rows, long[] row) {
        long[] shape = new long[row.length + 1];
        shape[0] = rows;
        System.arraycopy(row, 0, shape, 1, row.length);
        return shape;
    }

    @Override
    public String engine() {
        return OnnxDenoiser.ENGINE + "-" + threads;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            OnnxFiles.close(session, source);
        }
    }
}
