package dev.flawsmith.sampling;

/** {@link Pndm} over published timesteps, whose strides may miss the next one, on noise or velocity. */
final class PublishedPndm implements Sampler {
    private final Prediction combined;
    private final StridedSchedule grid;

    PublishedPndm(Prediction combined, StridedSchedule grid) {
        this.combined = combined;
        this.grid = grid;
    }

    @Override
    public String name() {
        return "pndm";
    }

    @Override
    public int evaluations(int steps) {
        return new Pndm().evaluations(steps);
    }

    @Override
    public Trajectory start(SamplingPlan plan) {
        return new Pndm.MultistepTrajectory(plan, combined, grid);
    }
}
