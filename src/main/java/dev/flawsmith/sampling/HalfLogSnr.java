package dev.flawsmith.sampling;

/** {@code lambda = ln(alpha / sigma)}, the variable that exponential integrators step in (Lu et al. 2022a, section 3). */
final class HalfLogSnr {
    private HalfLogSnr() {}

    /** Of a level; minus infinity without signal, infinity without noise. */
    static double of(NoiseLevel level) {
        return Math.log(level.alpha()) - Math.log(level.sigma());
    }
}
