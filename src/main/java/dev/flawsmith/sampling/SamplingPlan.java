package dev.flawsmith.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that determines one trajectory besides the sampler and the network.
 *
 * @param levels {@code steps + 1} noise levels, sigma/alpha strictly decreasing, the last one not rising; only the last
 *     sigma may be 0
 * @param ends {@code steps} levels at which the steps are computed to end, none noisier than its start; the next start,
 *     unless a published schedule has it otherwise (see {@link StridedSchedule})
 * @param initialScale what the first draw of unit-variance noise is multiplied by, above 0
 * @param initialMean what that noise is added to, {@code [size]}, shared and never changed; null is zero
 * @param noise the image's own noise: draw 0 is the initial latent
 * @param size values of the image: channels * height * width, at least 1
 * @param scheduledSteps steps of the schedule that this plan is a part of, at least its own
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
public record SamplingPlan(
        List<NoiseLevel> levels,
        List<NoiseLevel> ends,
        double initialScale,
        float @Nullable [] initialMean,
        NoiseSource noise,
        int size,
        int scheduledSteps) {
    public SamplingPlan {
        levels = List.copyOf(levels);
        ends = List.copyOf(ends);
        int steps = NoiseSchedule.requireSteps(levels.size() - 1);
        if (ends.size() != steps) {
            throw new IllegalArgumentException("expected " + steps + " ends of steps, found " + ends.size());
        }
        for (int i = 0; i < steps; i++) {
            double change = change(levels.get(i), levels.get(i + 1));
            boolean less = i == steps - 1 ? change <= 0 : change < 0;
            if (!less || change(levels.get(i), ends.get(i)) > 0) {
                throw new IllegalArgumentException("expected less noise at every step, found " + levels.get(i)
                        + " then " + levels.get(i + 1) + " at step " + (i + 1));
            }
        }
        if (!(initialScale > 0) || Double.isInfinite(initialScale)) {
            throw new IllegalArgumentException("expected a finite initialScale above 0, found " + initialScale);
        }
        if (size < 1) {
            throw new IllegalArgumentException("expected a size of at least 1, found " + size);
        }
        if (initialMean != null && initialMean.length != size) {
            throw new IllegalArgumentException(
                    "expected an initialMean of " + size + " values, found " + initialMean.length);
        }
        if (scheduledSteps < steps) {
            throw new IllegalArgumentException(
                    "expected at least " + steps + " scheduledSteps, found " + scheduledSteps);
        }
    }

    /** A whole schedule, from noise alone. */
    public SamplingPlan(
            List<NoiseLevel> levels, List<NoiseLevel> ends, double initialScale, NoiseSource noise, int size) {
        this(levels, ends, initialScale, null, noise, size, levels.size() - 1);
    }

    /** With every step ending where the next one starts. */
    public SamplingPlan(List<NoiseLevel> levels, double initialScale, NoiseSource noise, int size) {
        this(levels, levels.subList(Math.min(1, levels.size()), levels.size()), initialScale, noise, size);
    }

    /** The same for an image with another noise. */
    public SamplingPlan with(NoiseSource other) {
        return new SamplingPlan(levels, ends, initialScale, initialMean, other, size, scheduledSteps);
    }

    /**
     * Some of its steps, from another start.
     *
     * @param first number of the first of them, from 0
     * @param end number of the step after the last, above {@code first}, at most {@link #steps()}
     * @param scale as {@code initialScale}
     * @param mean as {@code initialMean}
     * @param other the noise of these steps, whose draws count from 0 again
     */
    SamplingPlan part(int first, int end, double scale, float @Nullable [] mean, NoiseSource other) {
        return new SamplingPlan(
                levels.subList(first, end + 1), ends.subList(first, end), scale, mean, other, size, scheduledSteps);
    }

    /** Steps in all, at least 1. */
    public int steps() {
        return levels.size() - 1;
    }

    /** Has the sign of the change in sigma/alpha, which may be infinite. */
    private static double change(NoiseLevel from, NoiseLevel to) {
        return to.sigma() * from.alpha() - from.sigma() * to.alpha();
    }
}
