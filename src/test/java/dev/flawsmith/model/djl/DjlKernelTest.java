package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.Kernel;
import org.junit.jupiter.api.Test;

class DjlKernelTest {
    @Test
    void aConvolutionRunsOverItsBatchAndSaysWhatItComputes() {
        ConvolutionShape shape = new ConvolutionShape(3, 5, 3, 4);
        assertEquals(2L * 3 * 5 * 9 * 16, shape.flops());
        try (Kernel kernel = DjlKernel.convolution(shape, 2, "cpu")) {
            kernel.repeat(1);
            kernel.repeat(3);
            assertEquals(2 * shape.flops(), kernel.flops());
        }
    }

    @Test
    void aMatrixProductRuns() {
        try (Kernel kernel = DjlKernel.gemm(7, "cpu")) {
            kernel.repeat(2);
            assertEquals(2 * 7 * 7 * 7, kernel.flops());
        }
    }

    @Test
    void refusesAnEvenKernel() {
        assertThrows(IllegalArgumentException.class, () -> new ConvolutionShape(1, 1, 2, 4));
    }
}
