package dev.flawsmith.sampling;

import java.util.Map;

/**
 * What a diffusers {@code scheduler_config.json} says: how a published model with training timesteps is to be sampled.
 *
 * @param className its {@code _class_name}
 * @param sampler the algorithm, with its options and its clipping
 * @param schedule the levels that it visits
 * @param prediction what the network was trained to output
 */
public record SchedulerConfig(String className, Sampler sampler, NoiseSchedule schedule, Prediction prediction) {
    /**
     * Reads a parsed {@code scheduler_config.json}. Missing keys, and null ones, take the defaults of its class (diffusers
     * 0.40). Keys that only other classes know have no effect, as there.
     *
     * @param json strings, numbers (whole ones as Integer), booleans, lists of those, or null, by key
     * @throws IllegalArgumentException if the class is not known, or a key or value has a meaning that is not; every one is
     *     named, with what was expected and what was found
     */
    public static SchedulerConfig read(Map<String, ?> json) {
        return new SchedulerConfigReader(json).read();
    }

    /**
     * The same with DDIM's eta, which is not part of the file.
     *
     * @param eta in [0, 1]
     * @throws IllegalArgumentException if the sampler is not DDIM, or eta is out of its range
     */
    public SchedulerConfig withEta(double eta) {
        if (!(sampler instanceof Ddim ddim)) {
            throw new IllegalArgumentException("expected sampler ddim, which has an eta, found " + sampler.name());
        }
        return new SchedulerConfig(className, ddim.withEta(eta), schedule, prediction);
    }

    /**
     * Starts an image.
     *
     * @param steps at least 1, at most as many as the model has timesteps
     * @param noise the image's own noise
     * @param size values of the image: channels * height * width
     * @throws IllegalArgumentException if the schedule has no such number of steps, or starts without signal where the
     *     network predicts noise
     */
    public Trajectory start(int steps, NoiseSource noise, int size) {
        SamplingPlan plan = schedule.plan(steps, noise, size);
        NoiseLevel first = plan.levels().get(0);
        if (prediction == Prediction.EPSILON && first.alpha() == 0) {
            throw new IllegalArgumentException("prediction_type: expected v_prediction or sample where"
                    + " rescale_betas_zero_snr leaves no signal at the first timestep, found epsilon");
        }
        return sampler.start(plan);
    }
}
