package dev.flawsmith.cli;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.training.SampleSheet;
import org.jspecify.annotations.Nullable;

/**
 * How a model that is being trained will be sampled.
 *
 * @param schedule noise levels
 * @param defaults of a request
 * @param preview of samples while it learns
 * @param distilled what the card says of its teacher, null if it had none
 */
record Sampling(
        ModelManifest.Schedule schedule,
        ModelManifest.Defaults defaults,
        SampleSheet.Settings preview,
        @Nullable String distilled) {
    private static final int BATCH = 16;
    private static final ModelManifest.Schedule SCHEDULE = new ModelManifest.Schedule(0.01, 80, 7);

    /** Of a model that learns from photos. */
    static final Sampling STANDARD = new Sampling(
            SCHEDULE,
            new ModelManifest.Defaults("dpmpp-2m", 20, 1.5),
            settings(SCHEDULE, "dpmpp-2m", 12, Guidance.NONE),
            null);

    /** Of a student. */
    static Sampling of(Teacher teacher) {
        ModelManifest.Defaults defaults = teacher.defaults();
        return new Sampling(
                teacher.schedule(),
                defaults,
                settings(teacher.schedule(), defaults.name(), defaults.steps(), Guidance.NONE),
                teacher.describe());
    }

    /** Of the card's samples. */
    SampleSheet.Settings sheet() {
        return settings(schedule, defaults.name(), defaults.steps(), Guidance.of(defaults.guidanceScale()));
    }

    private static SampleSheet.Settings settings(
            ModelManifest.Schedule schedule, String sampler, int steps, Guidance guidance) {
        return new SampleSheet.Settings(
                new KarrasSchedule(schedule.sigmaMin(), schedule.sigmaMax(), schedule.rho()),
                sampler,
                steps,
                guidance,
                BATCH);
    }
}
