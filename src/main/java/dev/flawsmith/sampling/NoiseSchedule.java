package dev.flawsmith.sampling;

import java.util.List;

/** Which noise levels a sampler visits for a number of steps. A pure function; thread-safe. */
public interface NoiseSchedule {
    /**
     * The levels of a trajectory, from the noisiest to the last.
     *
     * @param steps at least 1
     * @return {@code steps + 1} levels
     * @throws IllegalArgumentException if the schedule has no such number of steps
     */
    List<NoiseLevel> levels(int steps);

    /**
     * What unit-variance noise is multiplied by to start at the first level: its sigma, unless the schedule says else.
     *
     * @throws IllegalArgumentException as {@link #levels}
     */
    default double initialScale(int steps) {
        return levels(steps).get(0).sigma();
    }

    /**
     * The level at which each step is computed to end: where the next one starts, unless the schedule says else.
     *
     * @return {@code steps} levels
     * @throws IllegalArgumentException as {@link #levels}
     */
    default List<NoiseLevel> ends(int steps) {
        List<NoiseLevel> levels = levels(steps);
        return levels.subList(1, levels.size());
    }

    /**
     * All that a sampler needs for one image.
     *
     * @param noise the image's own noise
     * @param size values of the image: channels * height * width
     * @throws IllegalArgumentException if the schedule has no such number of steps, or {@code size} is below 1
     */
    default SamplingPlan plan(int steps, NoiseSource noise, int size) {
        return new SamplingPlan(levels(steps), ends(steps), initialScale(steps), noise, size);
    }

    /**
     * The check that every schedule makes first.
     *
     * @throws IllegalArgumentException if {@code steps} is below 1
     */
    static int requireSteps(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("expected at least 1 step, found " + steps);
        }
        return steps;
    }
}
