package dev.flawsmith.sampling;

/**
 * A point on a noise schedule: the noisy image is {@code alpha * x0 + sigma * noise}. Variance-exploding (EDM) levels
 * have {@code alpha = 1}; zero-SNR levels have {@code alpha = 0}.
 *
 * @param alpha signal scale, in [0, 1]
 * @param sigma noise standard deviation, at least 0
 * @param timestep the training timestep the network is told, possibly fractional; NaN where the network needs none
 */
public record NoiseLevel(double alpha, double sigma, double timestep) {
    public NoiseLevel {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("expected alpha in [0, 1], found " + alpha);
        }
        if (!(sigma >= 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("expected a finite sigma of at least 0, found " + sigma);
        }
    }

    /** A variance-exploding level, {@code alpha = 1}, without a timestep (Karras et al. 2022). */
    public static NoiseLevel ofSigma(double sigma) {
        return new NoiseLevel(1, sigma, Double.NaN);
    }
}
