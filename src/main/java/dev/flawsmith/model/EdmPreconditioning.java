package dev.flawsmith.model;

/**
 * How a raw network {@code F} becomes a denoiser at every noise level:
 * {@code D(x; sigma) = cSkip x + cOut F(cIn x; cNoise)}, and how its loss is weighted (Karras et al. 2022, eq. 7 and
 * table 1, column EDM). Inputs and targets of {@code F} have unit variance at every level. Every {@code sigma} is
 * finite and above 0.
 *
 * @param sigmaData standard deviation of the training data, above 0; 0.5 in the paper for data in [-1, 1]
 */
public record EdmPreconditioning(double sigmaData) {
    public EdmPreconditioning {
        if (!(sigmaData > 0) || Double.isInfinite(sigmaData)) {
            throw new IllegalArgumentException("expected a finite sigmaData above 0, found " + sigmaData);
        }
    }

    /** Weight of the noisy image in the answer, in (0, 1): towards 1 where there is little noise. */
    public double cSkip(double sigma) {
        return sigmaData * sigmaData / variance(sigma);
    }

    /** Weight of the network's output in the answer, in (0, sigmaData). */
    public double cOut(double sigma) {
        return sigma * sigmaData / Math.sqrt(variance(sigma));
    }

    /** Scale of the noisy image at the network's input. */
    public double cIn(double sigma) {
        return 1 / Math.sqrt(variance(sigma));
    }

    /** What the network is told of the noise level: {@code ln(sigma) / 4}. */
    public double cNoise(double sigma) {
        return Math.log(checked(sigma)) / 4;
    }

    /** Weight of the squared error of {@code D}: {@code 1 / cOut²}, so that {@code F} is weighted evenly. */
    public double lossWeight(double sigma) {
        double cOut = cOut(sigma);
        return 1 / (cOut * cOut);
    }

    private double variance(double sigma) {
        return checked(sigma) * sigma + sigmaData * sigmaData;
    }

    private static double checked(double sigma) {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("expected a finite sigma above 0, found " + sigma);
        }
        return sigma;
    }
}
