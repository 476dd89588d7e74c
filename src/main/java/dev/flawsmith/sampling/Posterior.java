package dev.flawsmith.sampling;

/**
 * The distribution of a less noisy image, given a noisier one and the clean one: normal about {@code xWeight x +
 * denoisedWeight D} (Ho et al. 2020, eq. 6 and 7; Kingma et al. 2021, appendix A, for any coordinates).
 *
 * @param xWeight of the noisier image
 * @param denoisedWeight of the clean image
 * @param variance of the distribution
 * @param addedVariance of the forward step from the less to the more noisy image
 */
record Posterior(double xWeight, double denoisedWeight, double variance, double addedVariance) {
    /** From one level to a less noisy one; {@code from.alpha()} may be 0, {@code to.sigma()} too. */
    static Posterior of(NoiseLevel from, NoiseLevel to) {
        double scale = from.alpha() / to.alpha();
        double fromVariance = from.sigma() * from.sigma();
        double toVariance = to.sigma() * to.sigma();
        double added = Math.max(0, fromVariance - scale * scale * toVariance);
        return new Posterior(
                scale * toVariance / fromVariance,
                to.alpha() * added / fromVariance,
                added * toVariance / fromVariance,
                added);
    }
}
