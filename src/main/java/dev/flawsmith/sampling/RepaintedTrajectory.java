package dev.flawsmith.sampling;

import dev.flawsmith.sampling.Repainting.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link Repainting}, each a trajectory of the sampler's own. Not thread-safe. */
final class RepaintedTrajectory implements Trajectory {
    private final Sampler sampler;
    private final SamplingPlan plan;
    private final Repainting repainting;
    private final List<Part> parts;
    private int part;
    private Trajectory current;
    /** The latest that was accepted, whatever part it belongs to; null before the first. */
    private float @Nullable [] estimate;

    private int stepsBefore;
    private int evaluationsBefore;

    RepaintedTrajectory(Sampler sampler, SamplingPlan plan, Repainting repainting) {
        this.sampler = sampler;
        this.plan = plan;
        this.repainting = repainting;
        this.parts = repainting.parts(plan.steps());
        int first = parts.get(0).first();
        NoiseLevel level = plan.levels().get(first);
        double scale = first == 0 ? plan.initialScale() : level.sigma();
        this.current = begun(scale, repainting.mean(level, first));
    }

    @Override
    public void accept(float[] denoised) {
        float[] agreeing = repainting.agreeing(StepTrajectory.checked(denoised, next()));
        current.accept(agreeing);
        estimate = agreeing;
        if (current.done() && part < parts.size() - 1) {
            goOn();
        }
    }

    /** Lines 9 to 11 of the algorithm, over as many steps as lie between: {@code q(x_from | x_now)}. */
    private void goOn() {
        NoiseLevel now = plan.levels().get(parts.get(part).end());
        stepsBefore += current.step();
        evaluationsBefore += current.evaluations();
        part++;
        NoiseLevel from = plan.levels().get(parts.get(part).first());
        double ratio = from.alpha() / now.alpha();
        double variance = from.sigma() * from.sigma() - ratio * ratio * now.sigma() * now.sigma();
        float[] mean = current.sample();
        if (variance > 0) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (ratio * mean[i]);
            }
            current = begun(Math.sqrt(variance), mean);
        } else {
            current = onwards(mean);
        }
    }

    /** On from where the last part ended. */
    private Trajectory onwards(float[] state) {
        Part steps = parts.get(part);
        NoiseSource noise = noise();
        NoiseSource none = (draw, size) -> draw == 0 ? new float[size] : noise.standardNormal(draw, size);
        return sampler.start(plan.part(steps.first(), steps.end(), 1, state, none));
    }

    private Trajectory begun(double scale, float @Nullable [] mean) {
        Part steps = parts.get(part);
        return sampler.start(plan.part(steps.first(), steps.end(), scale, mean, noise()));
    }

    /** Every part has draws of its own; those of the first are the plan's. */
    private NoiseSource noise() {
        int before = part * (plan.scheduledSteps() + 1);
        return (draw, size) -> plan.noise().standardNormal(before + draw, size);
    }

    @Override
    public boolean done() {
        return current.done();
    }

    @Override
    public Evaluation next() {
        return current.next();
    }

    @Override
    public float[] sample() {
        return current.sample();
    }

    @Override
    public float[] denoised() {
        return estimate == null ? current.denoised() : estimate.clone();
    }

    @Override
    public int step() {
        return stepsBefore + current.step();
    }

    @Override
    public int steps() {
        return repainting.steps(plan.steps());
    }

    @Override
    public int evaluations() {
        return evaluationsBefore + current.evaluations();
    }
}
