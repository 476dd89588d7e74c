package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reference trajectory whose sampler exists, to 1e-4 relative at every evaluation and on the final latent. */
class GoldenTrajectoryTest {
    private static final double TOLERANCE = 1e-4;

    private static final int LEAST_SUPPORTED = 36;

    /** What is not built yet. This list only gets shorter. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "DDIMScheduler",
            "DDPMScheduler",
            "PNDMScheduler",
            "EulerAncestralDiscreteScheduler",
            "DPMSolverMultistepScheduler sde-dpmsolver++",
            "UniPCMultistepScheduler");

    static Stream<GoldenCase> supported() {
        return GoldenCase.all().stream().filter(golden -> !UNSUPPORTED.contains(golden.algorithm()));
    }

    @Test
    void everyCaseIsRunOrNamedAsUnsupported() {
        List<GoldenCase> all = GoldenCase.all();
        Set<String> algorithms = new TreeSet<>();
        all.forEach(golden -> algorithms.add(golden.algorithm()));
        assertTrue(algorithms.containsAll(UNSUPPORTED), "stale names in " + UNSUPPORTED);
        long supported = supported().count();
        assertTrue(supported >= LEAST_SUPPORTED, "expected at least " + LEAST_SUPPORTED + ", found " + supported);
    }

    @ParameterizedTest
    @MethodSource("supported")
    void followsTheReference(GoldenCase golden) {
        Trajectory trajectory = start(golden);
        double[] timesteps = golden.numbers("timesteps");
        double[] sigmas = golden.numbers("sigmas");
        double[] meanAbs = golden.numbers("mean_abs_after_step");
        for (int i = 0; i < timesteps.length; i++) {
            Evaluation next = trajectory.next();
            NoiseLevel level = next.level();
            assertEquals(timesteps[i], level.timestep(), 1e-4, "timestep of evaluation " + i);
            assertEquals(sigmas[i], level.sigma() / level.alpha(), 1e-6 * sigmas[i], "sigma of evaluation " + i);
            trajectory.accept(golden.denoise(next));
            float[] x =
                    trajectory.done() ? trajectory.sample() : trajectory.next().x();
            assertEquals(meanAbs[i], meanAbs(x), TOLERANCE * meanAbs[i], "mean |x| after evaluation " + i);
        }
        assertTrue(trajectory.done());
        double error = relativeError(golden.numbers("x_final"), trajectory.sample());
        assertTrue(error < TOLERANCE, "relative error " + error);
    }

    private static Trajectory start(GoldenCase golden) {
        boolean multistep = golden.algorithm().startsWith("DPM");
        NoiseSchedule schedule =
                golden.schedule(multistep ? SolverFamily.DPM_SOLVER : SolverFamily.EULER, TimestepSpacing.LINSPACE);
        Sampler sampler = switch (golden.algorithm()) {
            case "EulerDiscreteScheduler" -> new Euler();
            case "HeunDiscreteScheduler" -> new Heun();
            case "DPMSolverMultistepScheduler" ->
                golden.flag("euler_at_final")
                        ? new DpmSolverPlusPlus2M(DpmSolverPlusPlus2M.LastStep.FIRST_ORDER)
                        : new DpmSolverPlusPlus2M();
            default -> throw new IllegalArgumentException("expected a sampler for " + golden);
        };
        double[] initial = golden.numbers("x_init");
        return sampler.start(schedule.plan(golden.steps(), golden.noise(), initial.length));
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
