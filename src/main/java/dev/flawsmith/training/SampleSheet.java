package dev.flawsmith.training;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Draws samples of every class and lays them out: one row a class, the same seeds in every column at every call. */
public final class SampleSheet {

    private final Denoiser denoiser;
    private final Decoding decoding;
    private final Settings settings;

    /**
     * How samples are drawn.
     *
     * @param schedule noise levels
     * @param sampler name of the sampler
     * @param steps sampler steps
     * @param guidance {@link Guidance#NONE} for none
     * @param batch rows of a network call
     */
    public record Settings(KarrasSchedule schedule, String sampler, int steps, Guidance guidance, int batch) {}

    public SampleSheet(Denoiser denoiser, Decoding decoding, Settings settings) {
        this.denoiser = denoiser;
        this.decoding = decoding;
        this.settings = settings;
    }

    /** Samples of one class with the seeds {@code seed}, {@code seed + 1}, … */
    public List<PixelImage> samples(int classIndex, int count, long seed) {
        List<PixelImage> images = new ArrayList<>();
        for (int done = 0; done < count; done += settings.batch()) {
            List<Trajectory> trajectories = new ArrayList<>();
            for (int i = done; i < Math.min(count, done + settings.batch()); i++) {
                trajectories.add(start(seed + i));
            }
            finish(trajectories, Condition.ofClass(classIndex));
            for (Trajectory t : trajectories) {
                images.add(decoding.image(t.sample()));
            }
        }
        return images;
    }

    private Trajectory start(long seed) {
        SamplingPlan plan = new SamplingPlan(
                settings.schedule().levels(settings.steps()),
                settings.schedule().sigmaMax(),
                new Noise(seed, 0),
                denoiser.shape().size());
        return new GuidedTrajectory(Samplers.named(settings.sampler()).start(plan), settings.guidance());
    }

    private void finish(List<Trajectory> trajectories, Condition condition) {
        List<Condition> conditions = Collections.nCopies(trajectories.size(), condition);
        while (Lockstep.evaluate(denoiser, trajectories, conditions)) {}
    }
}
