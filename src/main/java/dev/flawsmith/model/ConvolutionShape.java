package dev.flawsmith.model;

/**
 * A convolution of stride 1 and "same" padding: {@code [batch, in, size, size]} to {@code [batch, out, size, size]}.
 *
 * @param kernel side of the kernel, odd
 */
public record ConvolutionShape(int in, int out, int kernel, int size) {
    public ConvolutionShape {
        if (in < 1 || out < 1 || kernel < 1 || kernel % 2 == 0 || size < 1) {
            throw new IllegalArgumentException("expected channels and size of at least 1 and an odd kernel, found " + in
                    + " to " + out + " channels, kernel " + kernel + ", size " + size);
        }
    }

    /** Multiplications and additions for one image, those with padding included, as is the custom; no bias. */
    public long flops() {
        return 2L * in * out * kernel * kernel * size * size;
    }
}
