package dev.flawsmith.sampling;

/**
 * A sampler and the noise levels that it visits on a model. Immutable; thread-safe.
 *
 * @param sampler the algorithm
 * @param schedule its levels
 */
public record SamplingMethod(Sampler sampler, NoiseSchedule schedule) {
    /**
     * All that one image needs.
     *
     * @param steps at least 1
     * @param noise the image's own noise
     * @param size values of the image: channels * height * width
     * @throws IllegalArgumentException if the schedule has no such number of steps
     */
    public SamplingPlan plan(int steps, NoiseSource noise, int size) {
        return schedule.plan(steps, noise, size);
    }
}
