package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.Kernel;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A convolution or a matrix product on ONNX Runtime's CPU kernels, fp32. */
public final class OnnxKernel implements Kernel {
    private static final String X = "x";
    private static final String Y = "y";

    private final OrtSession session;
    private final OnnxTensor input;
    private final long flops;

    private OnnxKernel(OnnxGraph graph, long[] shape, int threads, long flops) {
        this.flops = flops;
        OrtEnvironment engine = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = engine.createSession(
                    graph.build("flawsmith", "kernel", Map.of()).toByteArray(), options);
            int size = 1;
            for (long d : shape) {
                size = Math.multiplyExact(size, Math.toIntExact(d));
            }
            input = OnnxTensor.createTensor(engine, FloatBuffer.wrap(values(size)), shape);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot open a kernel: " + e.getMessage(), e);
        }
    }

    /** A convolution with bias over {@code batch} images, as {@link UNetExporter} writes it. */
    public static OnnxKernel convolution(ConvolutionShape shape, int batch, int threads) {
        OnnxGraph graph = new OnnxGraph("convolution");
        graph.input(X, shape.in(), shape.size(), shape.size());
        int k = shape.kernel();
        String weight = graph.floats("weight", values(shape.out() * shape.in() * k * k), shape.out(), shape.in(), k, k);
        long pad = k / 2;
        graph.node(
                "Conv",
                Y,
                List.of(X, weight, graph.floats("bias", values(shape.out()), shape.out())),
                attribute("kernel_shape", new long[] {k, k}),
                attribute("pads", new long[] {pad, pad, pad, pad}));
        graph.output(Y, shape.out(), shape.size(), shape.size());
        long[] input = {batch, shape.in(), shape.size(), shape.size()};
        return new OnnxKernel(graph, input, threads, batch * shape.flops());
    }

    /** {@code [size, size]} times {@code [size, size]}. */
    public static OnnxKernel gemm(int size, int threads) {
        OnnxGraph graph = new OnnxGraph("gemm");
        graph.input(X, size);
        graph.node("MatMul", Y, List.of(X, graph.floats("right", values(size * size), size, size)));
        graph.output(Y, size);
        return new OnnxKernel(graph, new long[] {size, size}, threads, 2L * size * size * size);
    }

    /** Values between 0 and 1 of ordinary size: zeros and subnormal numbers would take another time. */
    private static float[] values(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i + 1f) / (size + 1f);
        }
        return values;
    }

    @Override
    public long flops() {
        return flops;
    }

    @Override
    public void repeat(int times) {
        try {
            for (int i = 0; i < times; i++) {
                session.run(Map.of(X, input), Set.of(Y)).close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on a kernel: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        input.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close a kernel: " + e.getMessage(), e);
        }
    }
}
