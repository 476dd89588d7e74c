package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.NetworkSignature;
import dev.flawsmith.model.TimestepNetwork;
import dev.flawsmith.model.TimestepRows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Somebody's TorchScript denoiser on DJL's PyTorch engine, on the CPU: a trace has the device that it was made on written into
 * it. TorchScript is a program, with access to files: open it only if you trust who made it.
 */
public final class TorchScriptNetwork implements TimestepNetwork {
    private static final Device DEVICE = Device.cpu();

    private final Model model;
    private final NetworkSignature signature;
    private final TimestepRows rows;
    private final String source;

    /**
     * Loads a network, and asks it for one row, so that a file that is something else is refused here.
     *
     * @throws ModelPackageException if PyTorch refuses it, or it is not as described
     */
    public TorchScriptNetwork(Path file, NetworkSignature signature) {
        this.signature = signature;
        this.rows = new TimestepRows(signature);
        this.source = file.toString();
        this.model = Model.newInstance("torchscript", DEVICE, "PyTorch");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            model.load(in);
            float[] x = new float[signature.shape().size()];
            float[][] unused = output(new float[][] {x}, new double[] {1}, List.of(Condition.ofClass(0)));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new ModelPackageException(
                    source + ": expected a TorchScript network as it is described, found: " + firstLine(e), e);
        }
    }

    /** PyTorch's messages go on with a stack of its own. */
    private static String firstLine(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString())
                .lines()
                .findFirst()
                .orElse("nothing said");
    }

    @Override
    public ImageShape shape() {
        return signature.shape();
    }

    @Override
    public boolean unconditioned() {
        return signature.unconditioned();
    }

    @Override
    public float[][] output(float[][] x, double[] timestep, List<Condition> conditions) {
        rows.check(x, timestep, conditions);
        List<Integer> all = TimestepRows.calls(timestep, false, false, 0).get(0);
        ImageShape shape = signature.shape();
        Shape expected = new Shape(x.length, shape.channels(), shape.height(), shape.width());
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList inputs = new NDList();
            for (NetworkSignature.Input input : signature.inputs()) {
                inputs.add(
                        switch (input.is()) {
                            case NetworkSignature.SAMPLE -> scope.create(rows.gathered(x, all), expected);
                            case NetworkSignature.TIMESTEP -> numbers(scope, input, timestep);
                            default ->
                                numbers(
                                        scope,
                                        input,
                                        conditions.stream()
                                                .mapToDouble(rows::classNumber)
                                                .toArray());
                        });
            }
            NDList outputs = model.getBlock().forward(new ParameterStore(scope, false), inputs, false);
            if (outputs.size() != 1) {
                throw new IllegalStateException(source + ": expected one output, found " + outputs.size());
            }
            NDArray output = outputs.get(0);
            if (!output.getShape().equals(expected)) {
                throw new IllegalStateException(
                        source + ": expected an output of " + expected + ", found " + output.getShape());
            }
            return split(output.toFloatArray(), x.length);
        }
    }

    private static NDArray numbers(NDManager scope, NetworkSignature.Input input, double[] numbers) {
        String type = Objects.requireNonNullElse(input.type(), "int64");
        return switch (type) {
            case "int64" ->
                scope.create(Arrays.stream(numbers).mapToLong(Math::round).toArray());
            case "int32" ->
                scope.create(Arrays.stream(numbers)
                        .mapToInt(n -> (int) Math.round(n))
                        .toArray());
            default -> scope.create(TimestepRows.floats(numbers));
        };
    }

    private static float[][] split(float[] values, int rows) {
        int size = values.length / rows;
        float[][] split = new float[rows][];
        for (int i = 0; i < rows; i++) {
            split[i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
        }
        return split;
    }

    @Override
    public String engine() {
        return DjlDevice.engine(DEVICE);
    }

    @Override
    public void close() {
        model.close();
    }
}
