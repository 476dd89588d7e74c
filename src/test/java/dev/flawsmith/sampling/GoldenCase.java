package dev.flawsmith.sampling;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One trajectory of {@code golden/samplers.json} (diffusers 0.40.0.dev0, float32 arithmetic). */
record GoldenCase(int index, JsonNode json, SchedulerConfig config) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<GoldenCase> all() {
        try (InputStream in = GoldenCase.class.getResourceAsStream("/golden/samplers.json")) {
            List<GoldenCase> cases = new ArrayList<>();
            for (JsonNode json : JSON.readTree(Objects.requireNonNull(in)).get("cases")) {
                cases.add(new GoldenCase(cases.size(), json, config(json)));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The case's scheduler, as its {@code scheduler_config.json} would have it, and the one argument of its steps. */
    private static SchedulerConfig config(JsonNode json) {
        Map<String, Object> config = new HashMap<>(JSON.convertValue(json.get("config"), new TypeReference<>() {}));
        config.put("_class_name", json.get("scheduler").asText());
        SchedulerConfig read = SchedulerConfig.read(config);
        JsonNode eta = json.get("step_kw").path("eta");
        return eta.isMissingNode() ? read : read.withEta(eta.asDouble());
    }

    Trajectory start() {
        return config.start(json.get("steps").asInt(), noise(), numbers("x_init").length);
    }

    double[] numbers(String key) {
        return values(json.get(key));
    }

    /** The recorded draws: draw 0 is the initial latent, draw k the k-th noise array. */
    private NoiseSource noise() {
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
        return config.prediction().denoised(x, output, level);
    }

    /** The two closed-form networks: Gaussian data N(0.3, 0.5²), and a tanh that is no denoiser at all. */
    private double output(double x, double timestep, double a) {
        if (json.get("denoiser").asText().equals("tanh")) {
            return 0.9 * Math.tanh(0.7 * x + timestep / 1000);
        }
        double residual = (x - 0.3 * Math.sqrt(a)) / (0.25 * a + 1 - a);
        double epsilon = Math.sqrt(1 - a) * residual;
        double sample = 0.3 + 0.25 * Math.sqrt(a) * residual;
        return switch (config.prediction()) {
            case EPSILON -> epsilon;
            case V -> Math.sqrt(a) * epsilon - Math.sqrt(1 - a) * sample;
            case SAMPLE -> sample;
        };
    }

    /** Linear in alpha-bar between timesteps, unlike the samplers' own levels. */
    private double alphaBar(double timestep) {
        double below = Math.floor(timestep);
        double lower = alphaBar((int) below);
        return below == timestep ? lower : lower + (timestep - below) * (alphaBar((int) below + 1) - lower);
    }

    private double alphaBar(int timestep) {
        return Math.pow(training().preservingAt(timestep).alpha(), 2);
    }

    private TrainingLevels training() {
        NoiseSchedule schedule = config.schedule();
        return schedule instanceof StridedSchedule strided
                ? strided.training()
                : ((DiscreteSchedule) schedule).training();
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
                + json.get("denoiser").asText() + " " + json.get("config") + " " + json.get("step_kw");
    }
}
