package dev.flawsmith.model.onnx;

/**
 * The values that one channel of an activation is quantised over, as 256 even levels (uint8, asymmetric; Jacob et al.
 * 2018, eq. 1): {@code value = scale (q - zeroPoint)}. Contains 0.
 *
 * @param low smallest value kept, at most 0; what is below is clipped to it
 * @param high largest value kept, at least 0
 */
public record ChannelRange(float low, float high) {
    /** Steps between the lowest and the highest level. */
    static final int STEPS = 255;

    /** What a channel that is always 0 is rounded by. */
    private static final float SMALLEST = 1e-6f;

    public ChannelRange {
        if (!(low <= 0 && high >= 0) || Float.isInfinite(low) || Float.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "expected a finite range that contains 0, found [" + low + ", " + high + "]");
        }
    }

    /** The range with both ends moved away from 0 by a factor. */
    ChannelRange widened(float factor) {
        return new ChannelRange(low * factor, high * factor);
    }

    /** Between two levels. */
    float scale() {
        return Math.max((high - low) / STEPS, SMALLEST);
    }

    /** The level of 0, 0 to 255. */
    int zeroPoint() {
        return Math.min(STEPS, Math.max(0, Math.round(-low / scale())));
    }

    /** Between two levels where the level of 0 is given, above 0 and below 255. */
    float scale(int zeroPoint) {
        return Math.max(Math.max(high / (STEPS - zeroPoint), -low / zeroPoint), SMALLEST);
    }

    /** What a value becomes: the nearest level's, ties to even as in ONNX. */
    double rounded(double value) {
        double level = Math.rint(value / scale()) + zeroPoint();
        return scale() * (Math.min(STEPS, Math.max(0, level)) - zeroPoint());
    }
}
