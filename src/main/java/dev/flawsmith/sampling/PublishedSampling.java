package dev.flawsmith.sampling;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of a model that was trained at timesteps: the sampler that its {@code scheduler_config.json} names, as it names it, and
 * those of every other class that can be set up from the same file, as diffusers' {@code from_config} does. The noise
 * variances of training are the model's own throughout. Immutable.
 */
public final class PublishedSampling implements ModelSampling {
    /** A class that can take over another one's file, and what it needs to be told beside. */
    private record Variant(String className, Map<String, Object> told) {}

    /** What a solver's class means by these is its own affair. */
    private static final Set<String> SOLVERS_OWN = Set.of("algorithm_type", "solver_order", "solver_type");

    private static final String ZERO_SNR = "rescale_betas_zero_snr";
    /** Classes that rescale the variances of training where the file says so. */
    private static final Set<String> KNOW_ZERO_SNR = Set.of(
            "DDIMScheduler",
            "DDPMScheduler",
            "EulerDiscreteScheduler",
            "EulerAncestralDiscreteScheduler",
            "DPMSolverMultistepScheduler",
            "UniPCMultistepScheduler");

    private static final List<Variant> VARIANTS = List.of(
            new Variant("EulerDiscreteScheduler", Map.of()),
            new Variant("HeunDiscreteScheduler", Map.of()),
            new Variant("DPMSolverMultistepScheduler", Map.of("algorithm_type", "dpmsolver++")),
            new Variant("EulerAncestralDiscreteScheduler", Map.of()),
            new Variant("DDIMScheduler", Map.of()),
            new Variant("DDPMScheduler", Map.of()),
            new Variant("PNDMScheduler", Map.of()),
            new Variant("DPMSolverMultistepScheduler", Map.of("algorithm_type", "sde-dpmsolver++")),
            new Variant("UniPCMultistepScheduler", Map.of("solver_order", 2)),
            new Variant("UniPCMultistepScheduler", Map.of("solver_order", 3)));

    private final Prediction prediction;
    private final Map<String, SchedulerConfig> configs;

    private PublishedSampling(Prediction prediction, Map<String, SchedulerConfig> configs) {
        this.prediction = prediction;
        this.configs = configs;
    }

    /**
     * Reads a parsed {@code scheduler_config.json}.
     *
     * @throws IllegalArgumentException as {@link SchedulerConfig#read}
     */
    public static PublishedSampling read(Map<String, ?> json) {
        SchedulerConfig own = SchedulerConfig.read(json);
        Map<String, SchedulerConfig> configs = new LinkedHashMap<>();
        configs.put(own.sampler().name(), own);
        boolean zeroSnr = Boolean.TRUE.equals(json.get(ZERO_SNR));
        for (Variant variant : VARIANTS) {
            if (!zeroSnr || KNOW_ZERO_SNR.contains(variant.className())) {
                SchedulerConfig other = other(json, variant, own);
                if (other != null) {
                    configs.putIfAbsent(other.sampler().name(), other);
                }
            }
        }
        return new PublishedSampling(own.prediction(), configs);
    }

    /** The same file read by another class; null where that class knows no such model. */
    private static @Nullable SchedulerConfig other(Map<String, ?> json, Variant variant, SchedulerConfig own) {
        Map<String, Object> told = new HashMap<>(json);
        if (!variant.className().equals(own.className())) {
            told.keySet().removeAll(SOLVERS_OWN);
        }
        SchedulerKeys.betas(own.className()).told().forEach((key, value) -> {
            if (told.get(key) == null) {
                told.put(key, value);
            }
        });
        told.put(SchedulerKeys.CLASS, variant.className());
        told.putAll(variant.told());
        try {
            return SchedulerConfig.read(told);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What the network was trained to output. */
    public Prediction prediction() {
        return prediction;
    }

    @Override
    public List<String> samplers() {
        return List.copyOf(configs.keySet());
    }

    @Override
    public SamplingMethod method(String sampler) {
        SchedulerConfig config = config(sampler);
        return new SamplingMethod(config.sampler(), config.schedule());
    }

    @Override
    public void check(String sampler, int steps) {
        Trajectory unused = config(sampler).start(steps, (draw, size) -> new float[size], 1);
    }

    private SchedulerConfig config(String sampler) {
        SchedulerConfig config = configs.get(sampler);
        if (config == null) {
            throw new IllegalArgumentException(
                    "expected a sampler out of " + samplers() + ", found \"" + sampler + "\"");
        }
        return config;
    }
}
