package dev.flawsmith.model;

/**
 * The pointwise map between pixel values in [-1, 1] and the values a pixel-space network works on:
 * {@code y = gain * (asinh((v - center) / scale) - offset)}. It is near-linear for contrasts below {@code scale} and
 * logarithmic above, so a faint scratch and a deep shadow reach the network at comparable amplitudes.
 *
 * @param center the pixel value of highest resolution
 * @param scale contrast at which compression begins, above 0
 * @param gain brings the data's standard deviation to the network's {@code sigmaData}, above 0
 * @param offset brings the data's mean to 0
 */
public record PixelTransfer(double center, double scale, double gain, double offset) {
    /** Leaves values as they are, up to a relative error of 1e-7 for values in [-1, 1]. */
    public static final PixelTransfer IDENTITY = new PixelTransfer(0, 1e4, 1e4, 0);

    /** From values in [0, 1] to pixels in [-1, 1], up to a relative error of 1e-7. */
    public static final PixelTransfer FROM_UNIT = new PixelTransfer(-1, 1e4, 5e3, 0);

    public PixelTransfer {
        if (!Double.isFinite(center) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("expected finite center and offset, found " + center + " and " + offset);
        }
        if (!(scale > 0) || !(gain > 0) || Double.isInfinite(scale) || Double.isInfinite(gain)) {
            throw new IllegalArgumentException("expected scale and gain above 0, found " + scale + " and " + gain);
        }
    }

    /** Pixel values in [-1, 1] to model values; a new array. */
    public float[] toModel(float[] pixels) {
        float[] y = new float[pixels.length];
        for (int i = 0; i < y.length; i++) {
            double u = (pixels[i] - center) / scale;
            double asinh = Math.copySign(Math.log(Math.abs(u) + Math.sqrt(u * u + 1)), u);
            y[i] = (float) (gain * (asinh - offset));
        }
        return y;
    }

    /** Model values to pixel values, not clipped; a new array. StrictMath: the same bytes on every machine. */
    public float[] toPixels(float[] model) {
        float[] v = new float[model.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (center + scale * StrictMath.sinh(model[i] / gain + offset));
        }
        return v;
    }
}
