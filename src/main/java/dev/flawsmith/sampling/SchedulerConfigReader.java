package dev.flawsmith.sampling;

import dev.flawsmith.sampling.Respacing.Curve;
import dev.flawsmith.sampling.Respacing.Rounding;
import java.util.Locale;
import java.util.Map;

/** Reads one {@code scheduler_config.json}; a method a class, with that class's own defaults (diffusers 0.40). */
final class SchedulerConfigReader {
    /** The level below timestep 0 where it has no noise. */
    private static final NoiseLevel CLEAN = NoiseLevel.ofSigma(0);

    /** What some classes make of an alpha² of 0, so that sigma/alpha stays finite. */
    private static final double LEAST_ALPHA_BAR = 0x1p-24;

    private static final int MOST_TIMESTEPS = 100_000;

    private final Map<String, ?> json;
    private final ConfigFields fields;

    SchedulerConfigReader(Map<String, ?> json) {
        this.json = json;
        this.fields = new ConfigFields(json);
    }

    SchedulerConfig read() {
        String className = String.valueOf(json.get("_class_name"));
        if (!SchedulerKeys.CLASSES.contains(className)) {
            throw new IllegalArgumentException("_class_name: expected one of "
                    + String.join(", ", SchedulerKeys.CLASSES) + ", found " + className);
        }
        SchedulerConfig config;
        try {
            config = switch (className) {
                case "DDIMScheduler" -> ddim(className);
                case "DDPMScheduler" -> ddpm(className);
                case "PNDMScheduler" -> pndm(className);
                case "EulerDiscreteScheduler" -> euler(className);
                case "EulerAncestralDiscreteScheduler" -> eulerAncestral(className);
                case "HeunDiscreteScheduler" -> heun(className);
                case "DPMSolverMultistepScheduler" -> dpmSolver(className);
                case "UniPCMultistepScheduler" -> uniPc(className);
                default -> consistency(className);
            };
        } catch (IllegalArgumentException e) {
            fields.throwErrors(className); // what a field says of itself comes before what follows from it
            throw new IllegalArgumentException(className + ": " + e.getMessage(), e);
        }
        fields.finish(className, SchedulerKeys.KEYS);
        return config;
    }

    private SchedulerConfig ddim(String className) {
        TrainingLevels training = rescaled(training(className), 0);
        Sampler sampler = new Ddim(0, clipping(true));
        return new SchedulerConfig(className, sampler, strided(training, setAlphaToOne(true), true), prediction(true));
    }

    private SchedulerConfig ddpm(String className) {
        TrainingLevels training = rescaled(training(className), 0);
        String variance = fields.text("variance_type", "fixed_small", "fixed_small", "fixed_small_log", "fixed_large");
        boolean large = variance.equals("fixed_large");
        Sampler sampler = new Ddpm(large ? Ddpm.Variance.LARGE : Ddpm.Variance.SMALL, clipping(true));
        return new SchedulerConfig(className, sampler, strided(training, true, false), prediction(true));
    }

    private SchedulerConfig pndm(String className) {
        StridedSchedule schedule = strided(training(className), setAlphaToOne(false), true);
        Prediction prediction = prediction(false);
        Sampler sampler = fields.flag("skip_prk_steps", false)
                ? new PublishedPndm(prediction, schedule)
                : new PndmRungeKutta(prediction, schedule);
        return new SchedulerConfig(className, sampler, schedule, prediction);
    }

    private SchedulerConfig euler(String className) {
        TrainingLevels training = rescaled(training(className), LEAST_ALPHA_BAR);
        fields.only("interpolation_type", "linear");
        fields.only("timestep_type", "discrete");
        Respacing curve = respacing(Rounding.FRACTIONAL, Rounding.FRACTIONAL);
        Respacing respacing = new Respacing(
                curve.curve(),
                curve.rounding(),
                fields.positive("sigma_min", Double.NaN),
                fields.positive("sigma_max", Double.NaN));
        return new SchedulerConfig(
                className,
                new Euler(),
                discrete(training, SolverFamily.EULER, respacing, finalSigma()),
                prediction(true));
    }

    private SchedulerConfig eulerAncestral(String className) {
        TrainingLevels training = rescaled(training(className), LEAST_ALPHA_BAR);
        NoiseSchedule schedule = discrete(training, SolverFamily.EULER, Respacing.NONE, false);
        return new SchedulerConfig(className, new EulerAncestral(), schedule, prediction(false));
    }

    private SchedulerConfig heun(String className) {
        TrainingLevels training = training(className);
        Clipping clipping = fields.flag("clip_sample", false)
                ? Clipping.to(fields.positive("clip_sample_range", 1))
                : Clipping.NONE;
        Respacing respacing = respacing(Rounding.FRACTIONAL, Rounding.FRACTIONAL);
        NoiseSchedule schedule = discrete(training, SolverFamily.EULER, respacing, false);
        return new SchedulerConfig(className, new Heun(clipping), schedule, prediction(true));
    }

    private SchedulerConfig dpmSolver(String className) {
        TrainingLevels training = rescaled(training(className), LEAST_ALPHA_BAR);
        String algorithm = fields.text("algorithm_type", "dpmsolver++", "dpmsolver++", "sde-dpmsolver++", "deis");
        String solver = fields.text("solver_type", "midpoint", "midpoint", "heun", "logrho", "bh1", "bh2");
        boolean stochastic = algorithm.equals("sde-dpmsolver++");
        var options = new DpmMultistep.Options(
                order(),
                stochastic,
                solver.equals("heun"),
                fields.flag("euler_at_final", false),
                fields.flag("lower_order_final", true),
                thresholding());
        fields.only("use_lu_lambdas", false);
        fields.only("use_flow_sigmas", false);
        fields.only("lambda_min_clipped", Double.NEGATIVE_INFINITY, "-Infinity", "-inf");
        fields.only("variance_type");
        boolean cosine = "squaredcos_cap_v2".equals(json.get("beta_schedule"));
        Respacing respacing = respacing(cosine ? Rounding.DOWN : Rounding.NEAREST, Rounding.DOWN);
        return new SchedulerConfig(
                className,
                stochastic ? new DpmSolverPlusPlus2MSde(options) : new DpmSolverPlusPlus2M(options),
                discrete(training, SolverFamily.DPM_SOLVER, respacing, finalSigma()),
                prediction(true));
    }

    private SchedulerConfig uniPc(String className) {
        TrainingLevels training = rescaled(training(className), LEAST_ALPHA_BAR);
        String solver = fields.text("solver_type", "bh2", "bh1", "bh2", "midpoint", "heun", "logrho");
        UniPc sampler = new UniPc(new UniPc.Options(
                order(),
                solver.equals("bh1") ? UniPc.Weight.BH1 : UniPc.Weight.BH2,
                fields.flag("predict_x0", true),
                fields.flag("lower_order_final", true),
                fields.wholes("disable_corrector"),
                thresholding()));
        fields.only("solver_p");
        fields.only("use_flow_sigmas", false);
        fields.only("use_dynamic_shifting", false);
        Respacing respacing = respacing(Rounding.NEAREST, Rounding.DOWN);
        NoiseSchedule schedule = discrete(training, SolverFamily.DPM_SOLVER, respacing, finalSigma());
        return new SchedulerConfig(className, sampler, schedule, prediction(true));
    }

    private SchedulerConfig consistency(String className) {
        TrainingLevels training = rescaled(training(className), 0);
        NoiseSchedule schedule = new ConsistencySchedule(training, fields.whole("original_inference_steps", 50, 1));
        Sampler sampler = new Consistency(fields.positive("timestep_scaling", 10), clipping(false));
        return new SchedulerConfig(className, sampler, schedule, prediction(true));
    }

    private TrainingLevels training(String className) {
        SchedulerKeys.Betas missing = SchedulerKeys.betas(className);
        int timesteps = fields.whole(SchedulerKeys.TIMESTEPS, missing.timesteps(), 2);
        if (timesteps > MOST_TIMESTEPS) {
            fields.reject(SchedulerKeys.TIMESTEPS, "at most " + MOST_TIMESTEPS, timesteps);
            fields.throwErrors(className);
        }
        double start = beta(SchedulerKeys.BETA_START, missing.start());
        double end = beta(SchedulerKeys.BETA_END, missing.end());
        String name = fields.text(
                SchedulerKeys.BETA_SCHEDULE, missing.schedule(), "linear", "scaled_linear", "squaredcos_cap_v2");
        float[] betas = fields.numbers("trained_betas");
        if (betas != null) {
            if (betas.length != timesteps) {
                fields.reject("trained_betas", SchedulerKeys.TIMESTEPS + " = " + timesteps + " of them", betas.length);
            }
            return TrainingLevels.ofBetas(betas);
        }
        BetaSchedule schedule = switch (name) {
            case "linear" -> BetaSchedule.LINEAR;
            case "scaled_linear" -> BetaSchedule.SCALED_LINEAR;
            default -> BetaSchedule.SQUARED_COSINE;
        };
        if (start > end) {
            fields.reject(SchedulerKeys.BETA_START, "at most beta_end = " + end, start);
            fields.throwErrors(String.valueOf(json.get("_class_name")));
        }
        return TrainingLevels.of(schedule, timesteps, start, end);
    }

    private double beta(String key, double missing) {
        return fields.number(key, missing, Double.MIN_VALUE, Math.nextDown(1.0));
    }

    private TrainingLevels rescaled(TrainingLevels training, double leastAlphaBar) {
        return fields.flag("rescale_betas_zero_snr", false) ? training.withZeroTerminalSnr(leastAlphaBar) : training;
    }

    private Prediction prediction(boolean sampleToo) {
        String name = sampleToo
                ? fields.text("prediction_type", "epsilon", "epsilon", "v_prediction", "sample")
                : fields.text("prediction_type", "epsilon", "epsilon", "v_prediction");
        return switch (name) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.V;
            default -> Prediction.SAMPLE;
        };
    }

    private boolean setAlphaToOne(boolean missing) {
        return fields.flag("set_alpha_to_one", missing);
    }

    private StridedSchedule strided(TrainingLevels training, boolean endsClean, boolean byStride) {
        return new StridedSchedule(
                training,
                spacing("leading"),
                fields.whole("steps_offset", 0, 0),
                endsClean ? CLEAN : training.preservingAt(0),
                byStride);
    }

    private DiscreteSchedule discrete(
            TrainingLevels training, SolverFamily family, Respacing respacing, boolean endsAtFirst) {
        return new DiscreteSchedule(
                training, family, spacing("linspace"), fields.whole("steps_offset", 0, 0), respacing, endsAtFirst);
    }

    private TimestepSpacing spacing(String missing) {
        String name = fields.text("timestep_spacing", missing, "linspace", "leading", "trailing");
        return TimestepSpacing.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private Respacing respacing(Rounding karras, Rounding exponential) {
        boolean isKarras = fields.flag("use_karras_sigmas", false);
        boolean isExponential = fields.flag("use_exponential_sigmas", false);
        fields.only("use_beta_sigmas", false);
        if (isKarras && isExponential) {
            fields.reject("use_exponential_sigmas", "false beside use_karras_sigmas", true);
        }
        if (isKarras) {
            return Respacing.of(Curve.KARRAS, karras);
        }
        return isExponential ? Respacing.of(Curve.EXPONENTIAL, exponential) : Respacing.NONE;
    }

    private boolean finalSigma() {
        return fields.text("final_sigmas_type", "zero", "zero", "sigma_min").equals("sigma_min");
    }

    private int order() {
        int order = fields.whole("solver_order", 2, 1);
        if (order > 3) {
            fields.reject("solver_order", "1, 2 or 3", order);
        }
        return Math.min(order, 3);
    }

    private Clipping thresholding() {
        double ratio = fields.number("dynamic_thresholding_ratio", 0.995, 0, 1);
        double max = fields.positive("sample_max_value", 1);
        return fields.flag("thresholding", false) ? Clipping.dynamic(ratio, max) : Clipping.NONE;
    }

    private Clipping clipping(boolean missing) {
        boolean clips = fields.flag("clip_sample", missing);
        double range = fields.positive("clip_sample_range", 1);
        Clipping dynamic = thresholding();
        return dynamic == Clipping.NONE && clips ? Clipping.to(range) : dynamic;
    }
}
