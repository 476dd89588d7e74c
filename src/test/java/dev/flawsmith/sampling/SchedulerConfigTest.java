package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scheduler_config.json is read as. */
class SchedulerConfigTest {
    private static final String DDIM = "DDIMScheduler";
    private static final String DPM = "DPMSolverMultistepScheduler";
    private static final String UNIPC = "UniPCMultistepScheduler";
    private static final String EULER = "EulerDiscreteScheduler";

    /** Spacing, last level and coordinates of every class, with nothing but its name said. */
    @ParameterizedTest
    @CsvSource({
        "DDIMScheduler, ddim, 800 600 400 200 0 clean, 1",
        "DDPMScheduler, ddpm, 800 600 400 200 0 clean, 1",
        "PNDMScheduler, pndm, 800 600 400 200 0 0, 1",
        "EulerDiscreteScheduler, euler, 999 749.25 499.5 249.75 0 clean, 157.41",
        "EulerAncestralDiscreteScheduler, euler-ancestral, 999 749.25 499.5 249.75 0 clean, 157.41",
        "HeunDiscreteScheduler, heun, 999 749.25 499.5 249.75 0 clean, 25.15",
        "DPMSolverMultistepScheduler, dpmpp-2m, 999 799 599 400 200 clean, 1",
        "UniPCMultistepScheduler, unipc, 999 799 599 400 200 clean, 1",
        "LCMScheduler, lcm, 999 799 599 399 199 clean, 1",
    })
    void missingKeysTakeTheClasssOwnDefaults(String className, String sampler, String timesteps, double scale) {
        SchedulerConfig config = SchedulerConfig.read(Map.of("_class_name", className));
        assertEquals(className, config.className());
        assertEquals(sampler, config.sampler().name());
        assertEquals(Prediction.EPSILON, config.prediction());
        assertEquals(timesteps, timesteps(config, 5));
        assertEquals(scale, config.schedule().initialScale(5), 0.05);
    }

    @ParameterizedTest
    @CsvSource({
        "DDIMScheduler, 0.0001, 0.02, LINEAR",
        "HeunDiscreteScheduler, 0.00085, 0.012, LINEAR",
        "LCMScheduler, 0.00085, 0.012, SCALED_LINEAR",
    })
    void missingBetasTakeTheClasssOwn(String className, double start, double end, BetaSchedule schedule) {
        NoiseSchedule read =
                SchedulerConfig.read(Map.of("_class_name", className)).schedule();
        NoiseLevel level = read.levels(5).get(1);
        double expected = TrainingLevels.of(schedule, 1000, start, end).ratioAt(level.timestep());
        assertEquals(expected, level.sigma() / level.alpha(), 1e-5 * expected);
    }

    /** Stable Diffusion 1.5's own file: PNDM with keys of other classes beside it, which have no effect there either. */
    @Test
    void readsStableDiffusionsFile() {
        Map<String, Object> json = new HashMap<>(Map.of(
                "_class_name",
                "PNDMScheduler",
                "_diffusers_version",
                "0.6.0",
                "beta_end",
                0.012,
                "beta_schedule",
                "scaled_linear",
                "beta_start",
                0.00085,
                "num_train_timesteps",
                1000,
                "set_alpha_to_one",
                false,
                "skip_prk_steps",
                true,
                "steps_offset",
                1,
                "clip_sample",
                false));
        json.put("trained_betas", null);
        SchedulerConfig config = SchedulerConfig.read(json);
        assertEquals("801 601 401 201 1 0", timesteps(config, 5));
        Trajectory trajectory = config.start(5, new Noise(1, 0), 4);
        List<Integer> visited = new ArrayList<>();
        while (!trajectory.done()) {
            visited.add((int) trajectory.next().level().timestep());
            trajectory.accept(new float[4]);
        }
        assertEquals(List.of(801, 601, 601, 401, 201, 1), visited);
    }

    @Test
    void ddimClipsUnlessToldNot() {
        float[] huge = {5, -5};
        assertArrayEquals(new float[] {1, -1}, oneStep(SchedulerJson.of(DDIM), huge), 1e-6f);
        assertArrayEquals(huge, oneStep(SchedulerJson.of(DDIM, "clip_sample", false), huge), 1e-6f);
        assertArrayEquals(new float[] {2, -2}, oneStep(SchedulerJson.of(DDIM, "clip_sample_range", 2), huge), 1e-6f);
        assertArrayEquals(huge, oneStep(SchedulerJson.of("LCMScheduler"), huge), 1e-3f);
        assertArrayEquals(huge, oneStep(SchedulerJson.of(DPM), huge), 1e-6f);
        Map<String, Object> thresholding = SchedulerJson.of(DPM, "thresholding", true, "sample_max_value", 2.5);
        assertArrayEquals(new float[] {1, -1}, oneStep(thresholding, huge), 1e-6f);
        assertArrayEquals(new float[] {1, -1}, oneStep(SchedulerJson.of(UNIPC, "thresholding", true), huge), 1e-6f);
    }

    @Test
    void etaIsDdimsAlone() {
        SchedulerConfig config = SchedulerConfig.read(SchedulerJson.of(DDIM)).withEta(0.5);
        assertInstanceOf(Ddim.class, config.sampler());
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> SchedulerConfig.read(SchedulerJson.of(DPM)).withEta(0.5));
        assertEquals("expected sampler ddim, which has an eta, found dpmpp-2m", refused.getMessage());
    }

    @Test
    void respacesLevelsBetweenTheEnds() {
        List<NoiseLevel> even = SchedulerConfig.read(SchedulerJson.of(DPM, "use_exponential_sigmas", true))
                .schedule()
                .levels(5);
        for (int i = 1; i < 4; i++) {
            assertEquals(ratio(even, i - 1) / ratio(even, i), ratio(even, i) / ratio(even, i + 1), 1e-4);
            assertEquals(Math.rint(even.get(i).timestep()), even.get(i).timestep());
        }
        assertEquals(0, even.get(4).timestep());
        SchedulerConfig bounded = SchedulerConfig.read(
                SchedulerJson.of(EULER, "use_karras_sigmas", true, "sigma_min", 0.1, "sigma_max", 10));
        List<NoiseLevel> levels = bounded.schedule().levels(4);
        assertEquals(10, levels.get(0).sigma(), 1e-5);
        assertEquals(0.1, levels.get(3).sigma(), 1e-6);
        List<NoiseLevel> ending = SchedulerConfig.read(SchedulerJson.of(DPM, "final_sigmas_type", "sigma_min"))
                .schedule()
                .levels(4);
        assertEquals(0.01, ending.get(4).sigma() / ending.get(4).alpha(), 1e-4);
    }

    @Test
    void takesTrainedBetas() {
        List<Double> betas = Collections.nCopies(10, 0.1);
        SchedulerConfig config =
                SchedulerConfig.read(SchedulerJson.of(DDIM, "trained_betas", betas, "num_train_timesteps", 10));
        assertEquals(Math.sqrt(0.9), config.schedule().levels(10).get(9).alpha(), 1e-6);
        assertRefused(
                SchedulerJson.of(DDIM, "trained_betas", betas),
                "trained_betas: expected num_train_timesteps = 1000 of them");
        assertRefused(
                SchedulerJson.of(DDIM, "trained_betas", List.of(0.1, -0.2), "num_train_timesteps", 2),
                "expected betas in (0, 1), found -0.2 at timestep 1");
        assertRefused(
                SchedulerJson.of(DDIM, "trained_betas", List.of(0.1, Double.NaN), "num_train_timesteps", 2),
                "expected betas in (0, 1), found NaN at timestep 1");
        assertRefused(
                SchedulerJson.of(DDIM, "trained_betas", "many"),
                "trained_betas: expected a list of numbers, found many");
    }

    private static float[] oneStep(Map<String, Object> json, float[] answer) {
        Trajectory trajectory = SchedulerConfig.read(json).start(1, new Noise(1, 0), answer.length);
        trajectory.accept(answer);
        return trajectory.sample();
    }

    private static String timesteps(SchedulerConfig config, int steps) {
        return config.schedule().levels(steps).stream()
                .map(level -> level.sigma() == 0
                        ? "clean"
                        : String.valueOf(level.timestep()).replaceAll("\\.0$", ""))
                .collect(Collectors.joining(" "));
    }

    private static double ratio(List<NoiseLevel> levels, int i) {
        return levels.get(i).sigma() / levels.get(i).alpha();
    }

    private static void assertRefused(Map<String, ?> json, String part) {
        String message = SchedulerJson.refusal(json);
        assertTrue(message.contains(part), "expected '" + part + "' in: " + message);
    }
}
