package dev.flawsmith.sampling;

/**
 * SDE-DPM-Solver++(2M) (Lu et al. 2022b, section 5 and appendix C): {@link DpmSolverPlusPlus2M} for the reverse-time SDE,
 * whose every step that ends above sigma 0 draws new noise. One evaluation a step.
 */
public final class DpmSolverPlusPlus2MSde implements Sampler {
    private final DpmMultistep.Options options;

    /** With order 1 at the end of trajectories of fewer than 15 steps. */
    public DpmSolverPlusPlus2MSde() {
        this(new DpmMultistep.Options(2, true, false, false, true, Clipping.NONE));
    }

    /** A published variant, of order 1 to 3. */
    DpmSolverPlusPlus2MSde(DpmMultistep.Options options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "dpmpp-2m-sde";
    }

    @Override
    public int evaluations(int steps) {
        return NoiseSchedule.requireSteps(steps);
    }

    @Override
    public Trajectory start(SamplingPlan plan) {
        return new DpmMultistep(plan, options);
    }
}
