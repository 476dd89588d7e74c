package dev.flawsmith.dataset.procedural;

/**
 * What sort of sheet, under what light: drawn once for a picture.
 *
 * @param rolling direction of rolling, radians (x right, y down); mostly near vertical
 * @param light azimuth that the raking light comes from, radians
 * @param exposure mean grey, in [0, 1]
 * @param streaks deviation of the fine lines along the rolling direction, relative to the mean
 * @param streakPitch lines per unit, across the rolling direction
 * @param bands deviation of the broad stripes along the rolling direction
 * @param grain deviation of the fine even grain
 * @param relief strength of the shading of the surface's waviness
 * @param reliefPitch waves per unit
 * @param scale darkness of mill-scale mottling, 0 where there is none
 */
record SurfaceStyle(
        double rolling,
        double light,
        double exposure,
        double streaks,
        double streakPitch,
        double bands,
        double grain,
        double relief,
        double reliefPitch,
        double scale) {

    static SurfaceStyle draw(Draws draws) {
        double rolling = Math.PI / 2 + 0.03 * draws.gaussian();
        if (draws.chance(0.2)) {
            rolling = draws.chance(0.5) ? 0.03 * draws.gaussian() : draws.between(0, Math.PI);
        }
        boolean brushed = draws.chance(0.35);
        return new SurfaceStyle(
                rolling,
                draws.between(0, 2 * Math.PI),
                draws.between(0.36, 0.64),
                brushed ? draws.logBetween(0.02, 0.07) : draws.logBetween(0.004, 0.02),
                draws.logBetween(14, 60),
                draws.logBetween(0.004, 0.05),
                draws.logBetween(0.006, 0.035),
                draws.logBetween(0.006, 0.05),
                draws.logBetween(9, 40),
                draws.chance(0.4) ? draws.logBetween(0.025, 0.1) : 0);
    }
}
