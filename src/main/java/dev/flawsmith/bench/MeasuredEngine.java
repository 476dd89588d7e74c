package dev.flawsmith.bench;

import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.Kernel;
import dev.flawsmith.model.ModelPackage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * An engine whose network is measured, and the bare kernels that say what it could do at most.
 *
 * @param name part of the results' names: {@code "pytorch"}
 * @param precision of the arithmetic: {@code "fp32"}, which alone is held against the limits of fp32, or another
 * @param network opens a package's network
 * @param convolution a bare convolution of a shape over a number of images
 * @param gemm a bare product of two square matrices of a size
 */
public record MeasuredEngine(
        String name,
        String precision,
        Function<ModelPackage, Denoiser> network,
        BiFunction<ConvolutionShape, Integer, Kernel> convolution,
        IntFunction<Kernel> gemm) {
    /** The precision that the machine's limits are measured in. */
    public static final String FP32 = "fp32";
}
