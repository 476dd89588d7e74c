package dev.flawsmith.sampling;

/**
 * Classifier-free guidance (Ho and Salimans 2022): {@code D = D_uncond + weight (D_cond - D_uncond)} while sigma/alpha
 * is in (sigmaLow, sigmaHigh], the conditioned answer alone outside (Kynkäänniemi et al. 2024, eq. 5). Where it applies,
 * the answer's spread may be led back to the conditioned one's: {@code D (rescale std(D_cond) / std(D) + 1 - rescale)}
 * over the values of an image (Lin et al. 2024, eq. 14 to 16). The paper says so of the velocity; without signal, where
 * images are overexposed, that is minus D.
 *
 * @param weight at least 0; 1 is no guidance, 0 leaves the condition out
 * @param sigmaLow exclusive lower end of the interval, at least 0
 * @param sigmaHigh inclusive upper end, above sigmaLow, possibly infinite
 * @param rescale phi, 0 to 1; 0 leaves the spread as it is
 */
public record Guidance(double weight, double sigmaLow, double sigmaHigh, double rescale) {
    /** The conditioned answer as it is. */
    public static final Guidance NONE = of(1);

    public Guidance {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("expected a finite guidance weight of at least 0, found " + weight);
        }
        if (!(sigmaLow >= 0) || !(sigmaHigh > sigmaLow)) {
            throw new IllegalArgumentException("expected a guidance interval with 0 <= sigmaLow < sigmaHigh, found ("
                    + sigmaLow + ", " + sigmaHigh + "]");
        }
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException("expected a guidance rescale from 0 to 1, found " + rescale);
        }
    }

    /** Without rescaling. */
    public Guidance(double weight, double sigmaLow, double sigmaHigh) {
        this(weight, sigmaLow, sigmaHigh, 0);
    }

    /** Guidance at every level. */
    public static Guidance of(double weight) {
        return new Guidance(weight, 0, Double.POSITIVE_INFINITY);
    }

    /** Both halves of an answer in one, where guidance applies; a new array. */
    float[] combined(float[] conditioned, float[] unconditioned) {
        float[] guided = new float[conditioned.length];
        for (int i = 0; i < guided.length; i++) {
            guided[i] = (float) (unconditioned[i] + weight * ((double) conditioned[i] - unconditioned[i]));
        }
        double spread = rescale == 0 ? 0 : standardDeviation(guided);
        if (spread > 0) {
            double factor = rescale * standardDeviation(conditioned) / spread + 1 - rescale;
            for (int i = 0; i < guided.length; i++) {
                guided[i] = (float) (factor * guided[i]);
            }
        }
        return guided;
    }

    private static double standardDeviation(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** Whether an image at this level costs a second, unconditioned evaluation. */
    public boolean appliesAt(NoiseLevel level) {
        return weight != 1
                && level.sigma() > sigmaLow * level.alpha()
                && (sigmaHigh == Double.POSITIVE_INFINITY || level.sigma() <= sigmaHigh * level.alpha());
    }
}
