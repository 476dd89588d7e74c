package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.Kernel;
import java.util.function.UnaryOperator;

/** A convolution or a matrix product on DJL's PyTorch engine, fp32. */
public final class DjlKernel implements Kernel {
    private final NDManager manager;
    private final NDArray input;
    private final UnaryOperator<NDArray> operation;
    private final long flops;

    private DjlKernel(NDManager manager, NDArray input, UnaryOperator<NDArray> operation, long flops) {
        this.manager = manager;
        this.input = input;
        this.operation = operation;
        this.flops = flops;
    }

    /** A convolution with bias over {@code batch} images, as {@link UNet} calls it. */
    public static DjlKernel convolution(ConvolutionShape shape, int batch, String device) {
        NDManager manager = NDManager.newBaseManager(DjlDevice.parse(device), "PyTorch");
        NDArray input = values(manager, new Shape(batch, shape.in(), shape.size(), shape.size()));
        NDArray weight = values(manager, new Shape(shape.out(), shape.in(), shape.kernel(), shape.kernel()));
        NDArray bias = values(manager, new Shape(shape.out()));
        Shape padding = new Shape(shape.kernel() / 2, shape.kernel() / 2);
        return new DjlKernel(
                manager,
                input,
                x -> Conv2d.conv2d(x, weight, bias, new Shape(1, 1), padding).singletonOrThrow(),
                batch * shape.flops());
    }

    /** {@code [size, size]} times {@code [size, size]}. */
    public static DjlKernel gemm(int size, String device) {
        NDManager manager = NDManager.newBaseManager(DjlDevice.parse(device), "PyTorch");
        NDArray left = values(manager, new Shape(size, size));
        NDArray right = values(manager, new Shape(size, size));
        return new DjlKernel(manager, left, x -> x.matMul(right), 2L * size * size * size);
    }

    /** Values between 0 and 1 of ordinary size: zeros and subnormal numbers would take another time. */
    private static NDArray values(NDManager manager, Shape shape) {
        NDArray values = manager.arange(0, Math.toIntExact(shape.size()), 1, DataType.FLOAT32);
        return values.add(1).div((double) shape.size() + 1).reshape(shape);
    }

    @Override
    public long flops() {
        return flops;
    }

    @Override
    public void repeat(int times) {
        for (int i = 1; i < times; i++) {
            operation.apply(input).close();
        }
        try (NDArray last = operation.apply(input);
                NDArray flat = last.reshape(-1)) {
            flat.getFloat(0); // waits for the device
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
