package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scheduler_config.json is refused for, before any work. */
class SchedulerRefusalTest {
    private static final String DDIM = "DDIMScheduler";
    private static final String DPM = "DPMSolverMultistepScheduler";
    private static final String UNIPC = "UniPCMultistepScheduler";
    private static final String EULER = "EulerDiscreteScheduler";

    @Test
    void refusesAClassThatItDoesNotKnow() {
        assertRefused(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler"), "_class_name: expected one of DDIM");
        assertRefused(Map.of("_class_name", "FlowMatchEulerDiscreteScheduler"), "found FlowMatchEuler");
        assertRefused(Map.of(), "_class_name: expected one of DDIM");
    }

    @Test
    void namesEveryKeyThatIsWrong() {
        Map<String, Object> json = SchedulerJson.of(
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
        String message = SchedulerJson.refusal(json);
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
        assertRefused(SchedulerJson.of(className, key, typed), key + ": expected ");
    }

    @Test
    void refusesASecondRespacingAndBetasThatFall() {
        assertRefused(
                SchedulerJson.of(UNIPC, "use_karras_sigmas", true, "use_exponential_sigmas", true),
                "use_exponential_sigmas: expected false beside use_karras_sigmas, found true");
        assertRefused(
                SchedulerJson.of(DDIM, "beta_start", 0.03), "beta_start: expected at most beta_end = 0.02, found 0.03");
    }

    @Test
    void leavesUnknownKeysAloneWhereTheySayThatSomethingIsOff() {
        Map<String, Object> json = SchedulerJson.of(DDIM, "future_option", false);
        json.put("another", null);
        assertEquals("ddim", SchedulerConfig.read(json).sampler().name());
    }

    @Test
    void refusesNoisePredictionWhereThereIsNoSignal() {
        SchedulerConfig config = SchedulerConfig.read(
                SchedulerJson.of(DDIM, "rescale_betas_zero_snr", true, "timestep_spacing", "trailing"));
        var refused = assertThrows(IllegalArgumentException.class, () -> config.start(5, new Noise(1, 0), 2));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("prediction_type: expected v_prediction"));
        SchedulerConfig velocity = SchedulerConfig.read(SchedulerJson.of(
                DDIM,
                "rescale_betas_zero_snr",
                true,
                "timestep_spacing",
                "trailing",
                "prediction_type",
                "v_prediction"));
        assertEquals(0, velocity.start(5, new Noise(1, 0), 2).next().level().alpha());
        SchedulerConfig finite = SchedulerConfig.read(SchedulerJson.of(DPM, "rescale_betas_zero_snr", true));
        assertTrue(finite.start(5, new Noise(1, 0), 2).next().level().alpha() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void refusesStepsThatTheScheduleDoesNotHave(int steps) {
        for (String className : List.of(DDIM, DPM, EULER, "LCMScheduler", "PNDMScheduler")) {
            SchedulerConfig config = SchedulerConfig.read(SchedulerJson.of(className));
            var refused = assertThrows(
                    IllegalArgumentException.class, () -> config.start(steps, new Noise(1, 0), 2), className);
            assertTrue(String.valueOf(refused.getMessage()).endsWith("found " + steps), refused.getMessage());
        }
    }

    private static void assertRefused(Map<String, ?> json, String part) {
        String message = SchedulerJson.refusal(json);
        assertTrue(message.contains(part), "expected '" + part + "' in: " + message);
    }
}
