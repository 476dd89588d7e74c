package dev.flawsmith.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** One trajectory of {@code golden/samplers.json} (diffusers 0.40.0.dev0, float32 arithmetic), read by its config's own keys. */
record GoldenCase(int index, JsonNode json) {
    static List<GoldenCase> all() {
        try (InputStream in = GoldenCase.class.getResourceAsStream("/golden/samplers.json")) {
            List<GoldenCase> cases = new ArrayList<>();
            for (JsonNode json :
                    new ObjectMapper().readTree(Objects.requireNonNull(in)).get("cases")) {
                cases.add(new GoldenCase(cases.size(), json));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scheduler's class, with the algorithm where it names one: what is supported or not. */
    String algorithm() {
        String type = option("algorithm_type", "");
        return json.get("scheduler").asText() + (type.isEmpty() ? "" : " " + type);
    }

    int steps() {
        return json.get("steps").asInt();
    }

    double[] numbers(String key) {
        return values(json.get(key));
    }

    /** The recorded draws: draw 0 is the initial latent, draw k the k-th noise array. */
    NoiseSource noise() {
        return (draw, size) -> {
            double[] values =
                    draw == 0 ? numbers("x_init") : values(json.get("noise").get(draw - 1));
            float[] noise = new float[size];
            for (int i = 0; i < size; i++) {
                noise[i] = (float) values[i];
            }
            return noise;
        };
    }

    TrainingLevels training() {
        BetaSchedule betas = switch (option("beta_schedule", "linear")) {
            case "linear" -> BetaSchedule.LINEAR;
            case "scaled_linear" -> BetaSchedule.SCALED_LINEAR;
            case "squaredcos_cap_v2" -> BetaSchedule.SQUARED_COSINE;
            default -> throw new IllegalArgumentException(toString());
        };
        return TrainingLevels.of(
                betas,
                config().path("num_train_timesteps").asInt(1000),
                config().path("beta_start").asDouble(0.0001),
                config().path("beta_end").asDouble(0.02));
    }

    /** The schedule over which the case runs; {@code defaultSpacing} is its class's. */
    DiscreteSchedule schedule(SolverFamily family, TimestepSpacing defaultSpacing) {
        String spacing = option("timestep_spacing", defaultSpacing.name()).toUpperCase(Locale.ROOT);
        int offset = config().path("steps_offset").asInt(0);
        return new DiscreteSchedule(training(), family, TimestepSpacing.valueOf(spacing), offset, karras(family));
    }

    Prediction prediction() {
        return switch (option("prediction_type", "epsilon")) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.V;
            case "sample" -> Prediction.SAMPLE;
            default -> throw new IllegalArgumentException(toString());
        };
    }

    boolean flag(String key) {
        return config().path(key).asBoolean(false);
    }

    /** The case's network at one evaluation, raw output turned into a denoised image. */
    float[] denoise(Evaluation evaluation) {
        NoiseLevel level = evaluation.level();
        float[] x = evaluation.x();
        float[] input = Prediction.input(x, level);
        float[] output = new float[x.length];
        double alphaBar = alphaBar(level.timestep());
        for (int i = 0; i < x.length; i++) {
            output[i] = (float) output(input[i], level.timestep(), alphaBar);
        }
        return prediction().denoised(x, output, level);
    }

    /** The two closed-form networks: Gaussian data N(0.3, 0.5²), and a tanh that is no denoiser at all. */
    private double output(double x, double timestep, double a) {
        if (json.get("denoiser").asText().equals("tanh")) {
            return 0.9 * Math.tanh(0.7 * x + timestep / 1000);
        }
        double residual = (x - 0.3 * Math.sqrt(a)) / (0.25 * a + 1 - a);
        double epsilon = Math.sqrt(1 - a) * residual;
        double sample = 0.3 + 0.25 * Math.sqrt(a) * residual;
        return switch (prediction()) {
            case EPSILON -> epsilon;
            case V -> Math.sqrt(a) * epsilon - Math.sqrt(1 - a) * sample;
            case SAMPLE -> sample;
        };
    }

    /** Linear in alpha-bar between timesteps, unlike the samplers' own levels. */
    private double alphaBar(double timestep) {
        TrainingLevels training = training();
        double below = Math.floor(timestep);
        double above = Math.ceil(timestep);
        double lower = 1 / (1 + Math.pow(training.ratioAt(below), 2));
        double upper = 1 / (1 + Math.pow(training.ratioAt(above), 2));
        return lower + (timestep - below) * (upper - lower);
    }

    private DiscreteSchedule.KarrasLevels karras(SolverFamily family) {
        if (!flag("use_karras_sigmas")) {
            return DiscreteSchedule.KarrasLevels.NONE;
        }
        if (family == SolverFamily.EULER) {
            return DiscreteSchedule.KarrasLevels.FRACTIONAL;
        }
        return option("beta_schedule", "linear").equals("squaredcos_cap_v2")
                ? DiscreteSchedule.KarrasLevels.FLOORED
                : DiscreteSchedule.KarrasLevels.ROUNDED;
    }

    private String option(String key, String otherwise) {
        return config().path(key).asText(otherwise);
    }

    private JsonNode config() {
        return json.get("config");
    }

    private static double[] values(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    @Override
    public String toString() {
        return index + " " + json.get("scheduler").asText() + " "
                + json.get("denoiser").asText() + " " + json.get("config");
    }
}
