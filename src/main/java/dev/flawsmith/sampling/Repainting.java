package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A picture that a trajectory starts from, and how much of it is drawn anew. The picture is led to a level on the way by
 * adding that level's noise, and denoised from there (SDEdit, Meng et al. 2022). Where a part of it stays, the network's
 * estimate is replaced by the picture there at every evaluation: that is a denoiser of the pictures that agree with it
 * outside, so every sampler runs on it as it is, multistep ones included. What is drawn comes to agree with what stays by
 * going back: noise is added to the state as the forward process does, and the steps are done again (RePaint, Lugmayr
 * et al. 2022, algorithm 1). Immutable; shared by a request's images.
 *
 * @param picture the values of the picture, in the network's own scale, {@code [size]}; never changed
 * @param repainted which of them are drawn anew, {@code [size]}, never changed; null is all
 * @param strength share of the schedule's steps that are done, above 0, at most 1; at 1 nothing of what is drawn anew
 *     is left of the picture, below 1 the first step is never done, which would forget it
 * @param passes how often steps are done, 1 to {@link #MOST_PASSES}: the paper's r; 1 where everything is drawn anew
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
public record Repainting(float[] picture, boolean @Nullable [] repainted, double strength, int passes) {
    /** Most passes. */
    public static final int MOST_PASSES = 20;
    /** The paper goes back 10 of 250 steps at a time. */
    private static final double JUMPS = 25;

    public Repainting {
        if (repainted != null && repainted.length != picture.length) {
            throw new IllegalArgumentException(
                    "expected " + picture.length + " values to be told apart, found " + repainted.length);
        }
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException("expected a strength above 0, at most 1, found " + strength);
        }
        if (passes < 1 || passes > MOST_PASSES || (repainted == null && passes > 1)) {
            throw new IllegalArgumentException(
                    "expected 1 pass, or up to " + MOST_PASSES + " where a part of the picture stays, found " + passes);
        }
    }

    /** All of a picture drawn anew, once. */
    public static Repainting whole(float[] picture, double strength) {
        return new Repainting(picture, null, strength, 1);
    }

    /**
     * Begins every part once with a picture of one value and drops it, so that what cannot be drawn is refused before any
     * work.
     *
     * @throws IllegalArgumentException if the sampler cannot start in the midst of the schedule
     */
    public void check(SamplingMethod method, int steps) {
        if (steps == 1 && strength < 1) {
            throw new IllegalArgumentException(
                    "expected more than 1 step, of which a strength of " + strength + " does some, found 1");
        }
        NoiseSource none = (draw, size) -> new float[size];
        SamplingPlan plan = method.plan(steps, none, 1);
        for (Part part : Set.copyOf(parts(steps))) {
            Trajectory unused =
                    method.sampler().start(plan.part(part.first(), part.end(), plan.initialScale(), null, none));
        }
    }

    /** Whether it could be drawn if steps were done once only. */
    public boolean runsOnce(SamplingMethod method, int steps) {
        try {
            new Repainting(picture, repainted, strength, 1).check(method, steps);
            return passes > 1;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Starts an image on the picture. */
    public Trajectory start(Sampler sampler, SamplingPlan plan) {
        if (plan.size() != picture.length) {
            throw new IllegalArgumentException(
                    "expected a picture of " + plan.size() + " values, found " + picture.length);
        }
        return new RepaintedTrajectory(sampler, plan, this);
    }

    /** Steps that an image takes, those done again included. */
    public int steps(int scheduled) {
        return parts(scheduled).stream()
                .mapToInt(part -> part.end() - part.first())
                .sum();
    }

    /** The steps that are done, in order. */
    List<Part> parts(int scheduled) {
        int done = Math.max(1, (int) Math.rint(strength * scheduled));
        // From the first level on the picture would be forgotten, which is what strength 1 asks for.
        int first = strength == 1 || scheduled == 1 ? scheduled - done : Math.max(1, scheduled - done);
        if (passes == 1) {
            return List.of(new Part(first, scheduled));
        }
        int jump = Math.max(1, (int) Math.rint(scheduled / JUMPS));
        List<Part> parts = new ArrayList<>();
        for (int start = first; start < scheduled; start += jump) {
            int end = Math.min(scheduled, start + jump);
            // What has arrived is not led back: there is no noise left to share with what stays.
            for (int pass = 0; pass < (end == scheduled ? 1 : passes); pass++) {
                parts.add(new Part(start, end));
            }
        }
        return parts;
    }

    /**
     * Where the first noise is added: the picture at the level of step {@code first}; at the start of the schedule only
     * what stays.
     */
    float @Nullable [] mean(NoiseLevel level, int first) {
        if (first == 0 && repainted == null) {
            return null;
        }
        float[] mean = new float[picture.length];
        for (int i = 0; i < mean.length; i++) {
            boolean left = first > 0 || !repainted(i);
            mean[i] = left ? (float) (level.alpha() * picture[i]) : 0;
        }
        return mean;
    }

    /** An estimate that agrees with the picture where it stays. */
    float[] agreeing(float[] denoised) {
        if (repainted == null) {
            return denoised;
        }
        float[] agreeing = denoised.clone();
        for (int i = 0; i < agreeing.length; i++) {
            if (!repainted(i)) {
                agreeing[i] = picture[i];
            }
        }
        return agreeing;
    }

    private boolean repainted(int i) {
        return repainted == null || repainted[i];
    }

    /**
     * Steps done in a row.
     *
     * @param first number of the first of them in the schedule
     * @param end number of the step after the last
     */
    record Part(int first, int end) {}
}
