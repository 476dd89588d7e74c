package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities between samplers that draw noise, and what they make of Gaussian data. */
class AncestralSamplersTest {
    private static final GaussianData DATA = new GaussianData(0.3, 0.5);
    private static final int SIZE = 4096;
    /** Four standard errors of the mean of 4,096 values with deviation 0.5. */
    private static final double MEAN_TOLERANCE = 4 * 0.5 / 64;

    private static final int STEPS = 150;

    /** Each draws from the posterior of one step (Ho et al. 2020, eq. 6), so with the same noise they agree. */
    @Test
    void ancestralStepsOfEveryNameAreTheSame() {
        float[] ddpm = finished(new Ddpm());
        assertArrayEquals(ddpm, finished(new Ddim(1, Clipping.NONE)), 1e-4f);
        assertArrayEquals(ddpm, finished(new EulerAncestral()), 1e-3f);
        assertArrayEquals(
                ddpm,
                finished(new DpmSolverPlusPlus2MSde(
                        new DpmMultistep.Options(1, true, false, false, true, Clipping.NONE))),
                1e-4f);
    }

    @Test
    void withoutChurnEdmIsHeun() {
        EdmChurn sampler = new EdmChurn(0, 0, Double.POSITIVE_INFINITY, 1);
        assertArrayEquals(finished(new Heun()), finished(sampler));
    }

    @Test
    void withoutEtaDdimIsEuler() {
        assertArrayEquals(finished(new Euler()), finished(new Ddim()), 1e-4f);
    }

    /** Their images have the data's mean and spread, whatever the noise on the way. */
    @ParameterizedTest
    @ValueSource(strings = {"euler-ancestral", "ddpm", "dpmpp-2m-sde", "edm-churn"})
    void drawFromTheData(String name) {
        float[] sample = finished(Samplers.named(name));
        assertEquals(0.3, mean(sample), MEAN_TOLERANCE, name);
        assertEquals(0.5, deviation(sample), 0.025, name);
    }

    /** With the consistency function in place of the denoiser, at any number of steps. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void consistencySamplingDrawsFromTheDataOfAConsistencyModel(int steps) {
        float[] sample = consistent(steps, true);
        assertEquals(0.3, mean(sample), MEAN_TOLERANCE);
        assertEquals(0.5, deviation(sample), 0.025);
    }

    /** Why it is refused for plain denoisers: their answers are means, and more steps do not bring the spread back. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100})
    void consistencySamplingOfAPlainDenoiserLosesTheSpread(int steps) {
        double deviation = deviation(consistent(steps, false));
        assertTrue(deviation < 0.46, "deviation " + deviation);
    }

    /** Karras et al. 2022, algorithm 2, line 4: gamma is above 0 between S_tmin and S_tmax, both included. */
    @Test
    void churnDrawsOnlyWithinItsInterval() {
        List<Integer> draws = new ArrayList<>();
        NoiseSource noise = (draw, size) -> {
            draws.add(draw);
            return new Noise(1, 0).standardNormal(draw, size);
        };
        KarrasSchedule schedule = KarrasSchedule.DEFAULT;
        double[] sigmas = schedule.sigmas(10);
        Trajectory trajectory = new EdmChurn(5, sigmas[6], sigmas[4], 1).start(schedule.plan(10, noise, 4));
        while (!trajectory.done()) {
            double sigma = trajectory.next().level().sigma();
            int step = trajectory.step();
            if (trajectory.evaluations() == 2 * step) {
                double gamma = step >= 4 && step <= 6 ? Math.min(0.5, Math.sqrt(2) - 1) : 0;
                assertEquals(sigmas[step] * (1 + gamma), sigma, 1e-9 * sigma, "step " + step);
            }
            trajectory.accept(DATA.denoise(trajectory.next()));
        }
        assertEquals(List.of(0, 5, 6, 7), draws);
    }

    private static float[] finished(Sampler sampler) {
        Trajectory trajectory = sampler.start(KarrasSchedule.DEFAULT.plan(STEPS, new Noise(21, 0), SIZE));
        while (!trajectory.done()) {
            trajectory.accept(DATA.denoise(trajectory.next()));
        }
        return trajectory.sample();
    }

    private static float[] consistent(int steps, boolean consistencyModel) {
        Trajectory trajectory = new Consistency().start(KarrasSchedule.DEFAULT.plan(steps, new Noise(22, 0), SIZE));
        while (!trajectory.done()) {
            Evaluation next = trajectory.next();
            float[] answer = DATA.denoise(next);
            for (int i = 0; consistencyModel && i < answer.length; i++) {
                answer[i] = (float) DATA.exact(next.x()[i], next.level(), NoiseLevel.ofSigma(0));
            }
            trajectory.accept(answer);
        }
        return trajectory.sample();
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
