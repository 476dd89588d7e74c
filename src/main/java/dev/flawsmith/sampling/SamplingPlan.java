package dev.flawsmith.sampling;

import java.util.List;

/**
 * All that determines one trajectory besides the sampler and the network.
 *
 * @param levels {@code steps + 1} noise levels, sigma/alpha strictly decreasing; only the last sigma may be 0
 * @param initialScale what the first draw of unit-variance noise is multiplied by, above 0
 * @param noise the image's own noise: draw 0 is the initial latent
 * @param size values of the image: channels * height * width, at least 1
 */
public record SamplingPlan(List<NoiseLevel> levels, double initialScale, NoiseSource noise, int size) {
    public SamplingPlan {
        levels = List.copyOf(levels);
        NoiseSchedule.requireSteps(levels.size() - 1);
        for (int i = 1; i < levels.size(); i++) {
            NoiseLevel from = levels.get(i - 1);
            NoiseLevel to = levels.get(i);
            if (!(to.sigma() * from.alpha() < from.sigma() * to.alpha())) {
                throw new IllegalArgumentException(
                        "expected less noise at every step, found " + from + " then " + to + " at step " + i);
            }
        }
        if (!(initialScale > 0) || Double.isInfinite(initialScale)) {
            throw new IllegalArgumentException("expected a finite initialScale above 0, found " + initialScale);
        }
        if (size < 1) {
            throw new IllegalArgumentException("expected a size of at least 1, found " + size);
        }
    }

    /** Steps in all, at least 1. */
    public int steps() {
        return levels.size() - 1;
    }
}
