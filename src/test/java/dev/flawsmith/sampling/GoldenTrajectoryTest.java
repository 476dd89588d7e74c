package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reference trajectory, to 1e-4 relative at every evaluation and on the final latent. */
class GoldenTrajectoryTest {
    private static final double TOLERANCE = 1e-4;

    static List<GoldenCase> cases() {
        return GoldenCase.all();
    }

    @Test
    void thereAreCases() {
        assertFalse(cases().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsTheReference(GoldenCase golden) {
        Trajectory trajectory = golden.start();
        double[] timesteps = golden.numbers("timesteps");
        double[] sigmas = golden.numbers("sigmas");
        double[] meanAbs = golden.numbers("mean_abs_after_step");
        for (int i = 0; i < timesteps.length; i++) {
            Evaluation next = trajectory.next();
            NoiseLevel level = next.level();
            assertEquals(timesteps[i], level.timestep(), 1e-4, "timestep of evaluation " + i);
            if (sigmas.length > 0) {
                assertEquals(sigmas[i], level.sigma() / level.alpha(), 1e-6 * sigmas[i], "sigma of evaluation " + i);
            }
            trajectory.accept(golden.denoise(next));
            float[] x =
                    trajectory.done() ? trajectory.sample() : trajectory.next().x();
            assertEquals(meanAbs[i], meanAbs(x), TOLERANCE * meanAbs[i], "mean |x| after evaluation " + i);
        }
        assertTrue(trajectory.done());
        double error = relativeError(golden.numbers("x_final"), trajectory.sample());
        assertTrue(error < TOLERANCE, "relative error " + error);
    }

    private static double meanAbs(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += Math.abs(value);
        }
        return sum / x.length;
    }

    private static double relativeError(double[] expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
