package dev.flawsmith.sampling;

/**
 * Two families of samplers for models with training timesteps differ in how they choose and write levels and scale the
 * first latent. A model's published settings mean what the family of its sampler makes of them. (DDIM, DDPM and PNDM
 * choose theirs by {@link StridedSchedule}, consistency models by {@link ConsistencySchedule}.)
 */
public enum SolverFamily {
    /**
     * Euler, Euler ancestral, Heun: images in variance-exploding coordinates, {@code alpha = 1}. Timesteps may be
     * fractional and timestep 0 is visited; respaced levels run between the first and the last level chosen. The latent
     * starts at the first level's sigma, with leading spacing at {@code sqrt(sigma² + 1)}.
     */
    EULER,
    /**
     * DPM-Solver, UniPC: images in variance-preserving coordinates, {@code alpha² + sigma² = 1}. One timestep more is laid
     * out and the last left out, and all are rounded; respaced levels span the whole training range. The latent starts at 1.
     */
    DPM_SOLVER
}
