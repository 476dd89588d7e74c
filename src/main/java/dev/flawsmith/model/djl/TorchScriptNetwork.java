package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
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
    private final DenoiserDescriptor descriptor;
    private final TimestepRows rows;
    private final String source;

    /**
     * Loads a network, and asks it for one row, so that a file that is something else is refused here.
     *
     * @throws ModelPackageException if PyTorch refuses it, or it is not what the descriptor says
     */
    public TorchScriptNetwork(Path file, DenoiserDescriptor descriptor) {
        this.descriptor = descriptor;
        this.rows = new TimestepRows(descriptor);
        this.source = file.toString();
        this.model = Model.newInstance("torchscript", DEVICE, "PyTorch");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            model.load(in);
            float[] x = new float[descriptor.shape().size()];
            float[][] unused = output(new float[][] {x}, new double[] {1}, new int[] {0});
        } catch (IOException | MalformedModelException | EngineException | IllegalStateException e) {
            model.close();
            throw new ModelPackageException(
                    source + ": expected a TorchScript network as " + DenoiserDescriptor.FILE + " describes it, found: "
                            + firstLine(e),
                    e);
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
        return descriptor.shape();
    }

    @Override
    public boolean unconditioned() {
        return descriptor.unconditionalClass() != null;
    }

    @Override
    public float[][] output(float[][] x, double[] timestep, int[] classIndex) {
        rows.check(x, timestep, classIndex);
        List<Integer> all = TimestepRows.calls(timestep, false, false).get(0);
        ImageShape shape = descriptor.shape();
        Shape expected = new Shape(x.length, shape.channels(), shape.height(), shape.width());
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList inputs = new NDList();
            for (DenoiserDescriptor.Input input : descriptor.inputs()) {
                inputs.add(
                        switch (input.is()) {
                            case DenoiserDescriptor.SAMPLE -> scope.create(rows.gathered(x, all), expected);
                            case DenoiserDescriptor.TIMESTEP -> numbers(scope, input, timestep);
                            default ->
                                numbers(
                                        scope,
                                        input,
                                        Arrays.stream(classIndex)
                                                .mapToDouble(rows::told)
                                                .toArray());
                        });
            }
            NDArray output = model.getBlock()
                    .forward(new ParameterStore(scope, false), inputs, false)
                    .get(0);
            if (!output.getShape().equals(expected)) {
                throw new IllegalStateException(
                        source + ": expected an output of " + expected + ", found " + output.getShape());
            }
            return split(output.toFloatArray(), x.length);
        }
    }

    private static NDArray numbers(NDManager scope, DenoiserDescriptor.Input input, double[] numbers) {
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
