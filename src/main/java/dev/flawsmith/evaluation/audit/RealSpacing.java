package dev.flawsmith.evaluation.audit;

import java.util.Arrays;

/**
 * How near real photos come to one another, in the units of the score: for each unit the distance to its nearest other
 * unit over that to its second nearest. That is the score the unit would have if its nearest neighbour were a generated
 * image, so what real images reach that are no copies. Label-blind.
 *
 * <p>Its law is {@code P(u <= t) = t^D} where density is locally even, D the intrinsic dimension (Facco et al. 2017,
 * "TwoNN"). D is the smaller of its maximum-likelihood estimate and the one that the lowest tenth gives: too small a D
 * makes the bounds stricter.
 */
public final class RealSpacing {
    /** Share of real photos that come nearer to another than {@link #near()}. */
    public static final double NEAR_QUANTILE = 0.01;
    /** Chance, by that law, that any of as many real images as were generated comes nearer than {@link #verbatim()}. */
    public static final double VERBATIM_LEVEL = 0.01;

    private static final double TAIL = 0.1;

    private final double dimension;
    private final double near;
    private final double verbatim;

    private RealSpacing(double dimension, double near, double verbatim) {
        this.dimension = dimension;
        this.near = near;
        this.verbatim = verbatim;
    }

    /**
     * @param ratios one a unit, in [0, 1]; at least one
     * @param images generated images that there are
     */
    static RealSpacing of(double[] ratios, int images) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        double logs = 0;
        for (double ratio : sorted) {
            logs -= Math.log(Math.max(ratio, Double.MIN_NORMAL));
        }
        double likely = sorted.length / logs;
        double tenth = sorted[(int) (TAIL * (sorted.length - 1))];
        double dimension = Math.min(likely, Math.log(TAIL) / Math.log(Math.max(tenth, Double.MIN_NORMAL)));
        double extrapolated =
                StrictMath.pow(VERBATIM_LEVEL / Math.max(images, sorted.length), 1 / Math.max(dimension, 1e-6));
        return new RealSpacing(
                dimension,
                sorted[(int) Math.floor(NEAR_QUANTILE * (sorted.length - 1))],
                Math.min(sorted[0], extrapolated));
    }

    /** The intrinsic dimension. */
    public double dimension() {
        return dimension;
    }

    /** Nearer than this, in units of the score, are {@link #NEAR_QUANTILE} of real photos to another. */
    public double near() {
        return near;
    }

    /** Nearer than this no two distinct real photos are, and none would be by chance. */
    public double verbatim() {
        return verbatim;
    }
}
