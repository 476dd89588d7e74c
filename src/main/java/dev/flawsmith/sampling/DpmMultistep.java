package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver++ as a multistep method of order 1 to 3 on the data prediction, as ODE or SDE (Lu et al. 2022b, algorithm 2
 * and appendix C). The first steps are of lower order; one that ends at sigma 0 is of order 1.
 */
final class DpmMultistep extends StepTrajectory {
    /** Trajectories of fewer steps lower their order towards the end, where higher ones are unstable. */
    private static final int SHORT_BELOW = 15;

    /**
     * What distinguishes the published variants.
     *
     * @param order 1 to 3
     * @param stochastic the SDE: one draw a step that ends above sigma 0
     * @param heun whether order 2 integrates its linear data prediction exactly, rather than taking it at the middle
     * @param firstOrderLast whether the last step is of order 1 always
     * @param lowerOrderIfShort whether the last steps of fewer than 15 are of lower order
     * @param clipping of the denoised image
     */
    record Options(
            int order,
            boolean stochastic,
            boolean heun,
            boolean firstOrderLast,
            boolean lowerOrderIfShort,
            Clipping clipping) {
        Options {
            if (order < 1 || order > 3) {
                throw new IllegalArgumentException("expected an order from 1 to 3, found " + order);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // the trajectory's own, never compared
    private record Answer(double lambda, float[] denoised) {}

    private final Options options;
    /** The latest first; this step's too. */
    private final List<Answer> answers = new ArrayList<>();

    DpmMultistep(SamplingPlan plan, Options options) {
        super(plan);
        this.options = options;
    }

    @Override
    void advance(float[] x, float[] denoised) {
        answers.add(0, new Answer(HalfLogSnr.of(from()), options.clipping().apply(denoised)));
        if (answers.size() > options.order()) {
            answers.remove(options.order());
        }
        float[] next = mean(x, order());
        if (options.stochastic() && to().sigma() > 0) {
            double decay = decay();
            double spread = to().sigma() * Math.sqrt(1 - decay * decay);
            float[] fresh = stepNoise();
            for (int i = 0; i < next.length; i++) {
                next[i] += (float) (spread * fresh[i]);
            }
        }
        finishStep(next);
    }

    private int order() {
        int left = steps() - step();
        boolean lowered = options.lowerOrderIfShort() && steps() < SHORT_BELOW;
        if (to().sigma() == 0 || (left == 1 && (options.firstOrderLast() || lowered))) {
            return 1;
        }
        int most = left == 2 && lowered ? 2 : options.order();
        return Math.min(most, answers.size());
    }

    /** {@code exp(-h)}, h the step in lambda; without logarithms, so that both ends may lie at infinity. */
    private double decay() {
        return from().alpha() * to().sigma() / (to().alpha() * from().sigma());
    }

    /** The update before noise: weights of x and of the data prediction's value, slope and curvature. */
    private float[] mean(float[] x, int order) {
        double alpha = to().alpha();
        double decay = decay();
        double keep = to().sigma() / from().sigma();
        if (options.stochastic()) {
            keep *= decay;
            decay *= decay;
        }
        double span = -Math.log(decay); // h, or 2h for the SDE
        double value = alpha * (1 - decay);
        double slope = order == 2 && !options.heun() ? value / 2 : alpha * ((decay - 1) / span + 1);
        double curvature = curvature(alpha, decay, span);
        float[] newest = answers.get(0).denoised();
        float[] next = new float[x.length];
        for (int i = 0; i < next.length; i++) {
            double sum = keep * x[i] + value * newest[i];
            if (order > 1) {
                sum += slope * slopeAt(i, order);
            }
            if (order > 2) {
                sum += curvature * curvatureAt(i);
            }
            next[i] = (float) sum;
        }
        return next;
    }

    /**
     * The weight of the curvature, {@code alpha (1/2 - (span - 1 + decay) / span²)}, as published: half of what a parabola
     * through three predictions has, and in the SDE with minus one half. Published trajectories are followed.
     */
    private double curvature(double alpha, double decay, double span) {
        double half = options.stochastic() ? -0.5 : 0.5;
        return alpha * (half - (decay - 1 + span) / (span * span));
    }

    /** Differences of data predictions over steps of lambda, in units of this step (Lu et al. 2022b, appendix B.2). */
    private double slopeAt(int i, int order) {
        double first = difference(i, 0);
        if (order == 2) {
            return first;
        }
        double r0 = relative(0);
        return first + r0 / (r0 + relative(1)) * (first - difference(i, 1));
    }

    private double curvatureAt(int i) {
        return (difference(i, 0) - difference(i, 1)) / (relative(0) + relative(1));
    }

    private double difference(int i, int back) {
        double change =
                (double) answers.get(back).denoised()[i] - answers.get(back + 1).denoised()[i];
        return change / relative(back);
    }

    /** An earlier step of lambda over this one's. */
    private double relative(int back) {
        double step = HalfLogSnr.of(to()) - HalfLogSnr.of(from());
        return (answers.get(back).lambda() - answers.get(back + 1).lambda()) / step;
    }
}
