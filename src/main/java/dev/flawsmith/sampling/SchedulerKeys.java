package dev.flawsmith.sampling;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a {@code scheduler_config.json} may be of and may say (diffusers 0.40). */
final class SchedulerKeys {
    static final String CLASS = "_class_name";
    static final String TIMESTEPS = "num_train_timesteps";
    static final String BETA_START = "beta_start";
    static final String BETA_END = "beta_end";
    static final String BETA_SCHEDULE = "beta_schedule";

    static final List<String> CLASSES = List.of(
            "DDIMScheduler",
            "DDPMScheduler",
            "PNDMScheduler",
            "EulerDiscreteScheduler",
            "EulerAncestralDiscreteScheduler",
            "HeunDiscreteScheduler",
            "DPMSolverMultistepScheduler",
            "UniPCMultistepScheduler",
            "LCMScheduler");

    /** Every key of those classes, and what diffusers writes beside them. */
    static final Set<String> KEYS = Set.of(
            "_class_name",
            "_diffusers_version",
            "_name_or_path",
            "_use_default_values",
            "algorithm_type",
            "beta_end",
            "beta_schedule",
            "beta_start",
            "clip_sample",
            "clip_sample_range",
            "disable_corrector",
            "dynamic_thresholding_ratio",
            "euler_at_final",
            "final_sigmas_type",
            "flow_shift",
            "interpolation_type",
            "lambda_min_clipped",
            "lower_order_final",
            "num_train_timesteps",
            "original_inference_steps",
            "predict_x0",
            "prediction_type",
            "rescale_betas_zero_snr",
            "sample_max_value",
            "set_alpha_to_one",
            "shift_terminal",
            "sigma_max",
            "sigma_min",
            "skip_prk_steps",
            "solver_order",
            "solver_p",
            "solver_type",
            "steps_offset",
            "thresholding",
            "time_shift_type",
            "timestep_scaling",
            "timestep_spacing",
            "timestep_type",
            "trained_betas",
            "use_beta_sigmas",
            "use_dynamic_shifting",
            "use_exponential_sigmas",
            "use_flow_sigmas",
            "use_karras_sigmas",
            "use_lu_lambdas",
            "variance_type");

    private SchedulerKeys() {}

    /** Noise variances of training, where a file does not say. */
    record Betas(int timesteps, double start, double end, String schedule) {
        /** As a file would say them. */
        Map<String, Object> told() {
            return Map.of(TIMESTEPS, timesteps, BETA_START, start, BETA_END, end, BETA_SCHEDULE, schedule);
        }
    }

    /** What a class takes for them. */
    static Betas betas(String className) {
        return switch (className) {
            case "HeunDiscreteScheduler" -> new Betas(1000, 0.00085, 0.012, "linear");
            case "LCMScheduler" -> new Betas(1000, 0.00085, 0.012, "scaled_linear");
            default -> new Betas(1000, 1e-4, 0.02, "linear");
        };
    }
}
