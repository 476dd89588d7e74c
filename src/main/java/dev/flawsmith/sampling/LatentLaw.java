package dev.flawsmith.sampling;

/**
 * What the {@code z} of a one-step generator is drawn from, every value on its own.
 *
 * @param uniform over [-1, 1); else standard normal
 * @param truncation normal values beyond it are drawn again (the truncation trick, Brock et al. 2019, section 3.1); 0 draws none
 *     again
 */
public record LatentLaw(boolean uniform, double truncation) {
    /** Standard normal. */
    public static final LatentLaw NORMAL = new LatentLaw(false, 0);

    /** Below it next to no value would pass: at 0.1 one draw in thirteen does. */
    public static final double LEAST_TRUNCATION = 0.1;

    /** One value in 10⁸⁰ is beyond as many draws at the least truncation. */
    private static final int MOST_DRAWS = 2400;

    public LatentLaw {
        if (truncation != 0 && !(truncation >= LEAST_TRUNCATION && truncation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "expected no truncation or one of at least " + LEAST_TRUNCATION + ", found " + truncation);
        }
        if (uniform && truncation != 0) {
            throw new IllegalArgumentException("expected no truncation of a uniform law, found " + truncation);
        }
    }

    /**
     * The {@code z} of one image. Value {@code i} depends on nothing but the noise and {@code i}: of its draws 0, 1, … it is
     * the first that is within the truncation.
     *
     * @return {@code [size]}, a new array
     */
    public float[] draw(Noise noise, int size) {
        if (truncation == 0 && !uniform) {
            return noise.standardNormal(0, size);
        }
        float[] z = new float[size];
        for (int i = 0; i < size; i++) {
            z[i] = (float) (uniform ? 2 * noise.uniform(0, i) - 1 : truncated(noise, i));
        }
        return z;
    }

    private double truncated(Noise noise, int i) {
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            double value = noise.normal(draw, i);
            if (Math.abs(value) <= truncation) {
                return value;
            }
        }
        throw new IllegalStateException("expected a value within " + truncation + ", found none in " + MOST_DRAWS);
    }
}
