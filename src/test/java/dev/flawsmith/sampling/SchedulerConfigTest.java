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
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the golden trajectories: each class's own defaults (diffusers 0.40), and what is refused. */
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
        assertArrayEquals(new float[] {1, -1}, oneStep(json(DDIM), huge), 1e-6f);
        assertArrayEquals(huge, oneStep(json(DDIM, "clip_sample", false), huge), 1e-6f);
        assertArrayEquals(new float[] {2, -2}, oneStep(json(DDIM, "clip_sample_range", 2), huge), 1e-6f);
        assertArrayEquals(huge, oneStep(json("LCMScheduler"), huge), 1e-3f);
        assertArrayEquals(huge, oneStep(json(DPM), huge), 1e-6f);
        Map<String, Object> thresholding = json(DPM, "thresholding", true, "sample_max_value", 2.5);
        assertArrayEquals(new float[] {1, -1}, oneStep(thresholding, huge), 1e-6f);
        assertArrayEquals(new float[] {1, -1}, oneStep(json(UNIPC, "thresholding", true), huge), 1e-6f);
    }

    @Test
    void etaIsDdimsAlone() {
        SchedulerConfig config = SchedulerConfig.read(json(DDIM)).withEta(0.5);
        assertInstanceOf(Ddim.class, config.sampler());
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> SchedulerConfig.read(json(DPM)).withEta(0.5));
        assertEquals("expected sampler ddim, which has an eta, found dpmpp-2m", refused.getMessage());
    }

    @Test
    void respacesLevelsBetweenTheEnds() {
        List<NoiseLevel> even = SchedulerConfig.read(json(DPM, "use_exponential_sigmas", true))
                .schedule()
                .levels(5);
        for (int i = 1; i < 4; i++) {
            assertEquals(ratio(even, i - 1) / ratio(even, i), ratio(even, i) / ratio(even, i + 1), 1e-4);
            assertEquals(Math.rint(even.get(i).timestep()), even.get(i).timestep());
        }
        assertEquals(0, even.get(4).timestep());
        SchedulerConfig bounded =
                SchedulerConfig.read(json(EULER, "use_karras_sigmas", true, "sigma_min", 0.1, "sigma_max", 10));
        List<NoiseLevel> levels = bounded.schedule().levels(4);
        assertEquals(10, levels.get(0).sigma(), 1e-5);
        assertEquals(0.1, levels.get(3).sigma(), 1e-6);
        List<NoiseLevel> ending = SchedulerConfig.read(json(DPM, "final_sigmas_type", "sigma_min"))
                .schedule()
                .levels(4);
        assertEquals(0.01, ending.get(4).sigma() / ending.get(4).alpha(), 1e-4);
    }

    @Test
    void takesTrainedBetas() {
        List<Double> betas = Collections.nCopies(10, 0.1);
        SchedulerConfig config = SchedulerConfig.read(json(DDIM, "trained_betas", betas, "num_train_timesteps", 10));
        assertEquals(Math.sqrt(0.9), config.schedule().levels(10).get(9).alpha(), 1e-6);
        assertRefused(json(DDIM, "trained_betas", betas), "trained_betas: expected num_train_timesteps = 1000 of them");
        assertRefused(
                json(DDIM, "trained_betas", List.of(0.1, -0.2), "num_train_timesteps", 2),
                "expected betas in (0, 1), found -0.2 at timestep 1");
        assertRefused(
                json(DDIM, "trained_betas", List.of(0.1, Double.NaN), "num_train_timesteps", 2),
                "expected betas in (0, 1), found NaN at timestep 1");
        assertRefused(json(DDIM, "trained_betas", "many"), "trained_betas: expected a list of numbers, found many");
    }

    @Test
    void refusesAClassThatItDoesNotKnow() {
        assertRefused(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler"), "_class_name: expected one of DDIM");
        assertRefused(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler"), "found FlowMatchEuler");
        assertRefused(Map.of(), "_class_name: expected one of DDIM");
    }

    @Test
    void namesEveryKeyThatIsWrong() {
        Map<String, Object> json = json(
                DPM,
                "beta_start",
                -0.1,
                "beta_end",
                Double.NaN,
                "beta_schedule",
                "quadratic",
                "num_train_timesteps",
                1,
                "prediction_type",
                "flow_prediction",
                "algorithm_type",
                "dpmsolver",
                "timestep_spacing",
                "random",
                "solver_order",
                4,
                "thresholding",
                "yes",
                "mystery",
                3);
        String message = refusal(json);
        for (String key : List.of(
                "beta_start: expected a number",
                "beta_end: expected a number",
                "beta_schedule: expected one of linear, scaled_linear, squaredcos_cap_v2, found quadratic",
                "num_train_timesteps: expected a whole number of at least 2, found 1",
                "prediction_type: expected one of epsilon, v_prediction, sample, found flow_prediction",
                "algorithm_type: expected one of dpmsolver++",
                "timestep_spacing: expected one of linspace, leading, trailing, found random",
                "solver_order: expected 1, 2 or 3, found 4",
                "thresholding: expected true or false, found yes",
                "mystery: expected a key that a scheduler knows, or null or false, found 3")) {
            assertTrue(message.contains(key), "expected '" + key + "' in: " + message);
        }
        assertTrue(message.startsWith(DPM + ": "), message);
    }

    @ParameterizedTest
    @CsvSource({
        "DPMSolverMultistepScheduler, use_lu_lambdas, true",
        "DPMSolverMultistepScheduler, variance_type, learned_range",
        "DPMSolverMultistepScheduler, lambda_min_clipped, -5.1",
        "DPMSolverMultistepScheduler, use_beta_sigmas, true",
        "DPMSolverMultistepScheduler, use_flow_sigmas, true",
        "UniPCMultistepScheduler, solver_p, other",
        "UniPCMultistepScheduler, use_flow_sigmas, true",
        "DDPMScheduler, variance_type, learned_range",
        "DDPMScheduler, variance_type, fixed_large_log",
        "EulerDiscreteScheduler, interpolation_type, log_linear",
        "EulerDiscreteScheduler, timestep_type, continuous",
        "EulerAncestralDiscreteScheduler, prediction_type, sample",
        "PNDMScheduler, prediction_type, sample",
        "DDIMScheduler, steps_offset, -1",
        "LCMScheduler, original_inference_steps, 0",
    })
    void refusesWhatItKnowsAndDoesNotDo(String className, String key, String value) {
        Object typed = value.equals("true")
                ? (Object) true
                : value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value;
        if (value.matches("-?\\d+\\.\\d+")) {
            typed = Double.valueOf(value);
        }
        assertRefused(json(className, key, typed), key + ": expected ");
    }

    @Test
    void refusesASecondRespacingAndBetasThatFall() {
        assertRefused(
                json(UNIPC, "use_karras_sigmas", true, "use_exponential_sigmas", true),
                "use_exponential_sigmas: expected false beside use_karras_sigmas, found true");
        assertRefused(json(DDIM, "beta_start", 0.03), "beta_start: expected at most beta_end = 0.02, found 0.03");
    }

    @Test
    void leavesUnknownKeysAloneWhereTheySayThatSomethingIsOff() {
        Map<String, Object> json = json(DDIM, "future_option", false);
        json.put("another", null);
        assertEquals("ddim", SchedulerConfig.read(json).sampler().name());
    }

    @Test
    void refusesNoisePredictionWhereThereIsNoSignal() {
        SchedulerConfig config =
                SchedulerConfig.read(json(DDIM, "rescale_betas_zero_snr", true, "timestep_spacing", "trailing"));
        var refused = assertThrows(IllegalArgumentException.class, () -> config.start(5, new Noise(1, 0), 2));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("prediction_type: expected v_prediction"));
        SchedulerConfig velocity = SchedulerConfig.read(json(
                DDIM,
                "rescale_betas_zero_snr",
                true,
                "timestep_spacing",
                "trailing",
                "prediction_type",
                "v_prediction"));
        assertEquals(0, velocity.start(5, new Noise(1, 0), 2).next().level().alpha());
        SchedulerConfig finite = SchedulerConfig.read(json(DPM, "rescale_betas_zero_snr", true));
        assertTrue(finite.start(5, new Noise(1, 0), 2).next().level().alpha() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void refusesStepsThatTheScheduleDoesNotHave(int steps) {
        for (String className : List.of(DDIM, DPM, EULER, "LCMScheduler", "PNDMScheduler")) {
            SchedulerConfig config = SchedulerConfig.read(json(className));
            var refused = assertThrows(
                    IllegalArgumentException.class, () -> config.start(steps, new Noise(1, 0), 2), className);
            assertTrue(String.valueOf(refused.getMessage()).endsWith("found " + steps), refused.getMessage());
        }
    }

    private static Map<String, Object> json(String className, Object... keysAndValues) {
        Map<String, Object> json = new HashMap<>();
        json.put("_class_name", className);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return json;
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

    private static String refusal(Map<String, ?> json) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SchedulerConfig.read(json));
        return String.valueOf(refused.getMessage());
    }

    private static void assertRefused(Map<String, ?> json, String part) {
        String message = refusal(json);
        assertTrue(message.contains(part), "expected '" + part + "' in: " + message);
    }
}
