package dev.flawsmith.sampling;

/**
 * Classifier-free guidance (Ho and Salimans 2022): {@code D = D_uncond + weight (D_cond - D_uncond)} while sigma/alpha
 * is in (sigmaLow, sigmaHigh], the conditioned answer alone outside (Kynkäänniemi et al. 2024, eq. 5).
 *
 * @param weight at least 0; 1 is no guidance, 0 leaves the condition out
 * @param sigmaLow exclusive lower end of the interval, at least 0
 * @param sigmaHigh inclusive upper end, above sigmaLow, possibly infinite
 */
public record Guidance(double weight, double sigmaLow, double sigmaHigh) {
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
    }

    /** Guidance at every level. */
    public static Guidance of(double weight) {
        return new Guidance(weight, 0, Double.POSITIVE_INFINITY);
    }

    /** Whether an image at this level costs a second, unconditioned evaluation. */
    public boolean appliesAt(NoiseLevel level) {
        return weight != 1
                && level.sigma() > sigmaLow * level.alpha()
                && (sigmaHigh == Double.POSITIVE_INFINITY || level.sigma() <= sigmaHigh * level.alpha());
    }
}
