package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedSamplingTest {
    private static final int STEPS = 10;

    @Test
    void theModelsOwnSamplerComesFirst() {
        assertEquals("ddim", read("DDIMScheduler").samplers().get(0));
        assertEquals("unipc", read("UniPCMultistepScheduler").samplers().get(0));
        assertEquals(
                List.of(
                        "ddim",
                        "euler",
                        "heun",
                        "dpmpp-2m",
                        "euler-ancestral",
                        "ddpm",
                        "pndm",
                        "dpmpp-2m-sde",
                        "unipc",
                        "unipc-3"),
                read("DDIMScheduler").samplers());
    }

    /** Heun's class has variances of its own where a file does not say; the model's stay the model's. */
    @Test
    void everySamplerVisitsTheModelsOwnLevels() {
        PublishedSampling sampling = read("DDIMScheduler");
        double first = ratio(sampling.method("euler").schedule().levels(1000).get(0));
        for (String sampler : sampling.samplers()) {
            List<NoiseLevel> levels = sampling.method(sampler).schedule().levels(1000);
            assertEquals(first, ratio(levels.get(0)), 1e-2 * first, sampler);
        }
        assertEquals(157.4, first, 0.1); // alpha-bar of betas from 1e-4 to 0.02 in 1,000 steps: 4.04e-5
    }

    private static double ratio(NoiseLevel level) {
        return level.sigma() / level.alpha();
    }

    /** With a Gaussian model, whose answer is known, every sampler ends near what an exact one draws. */
    @Test
    void everySamplerDraws() {
        PublishedSampling sampling = read("DDIMScheduler");
        for (String sampler : sampling.samplers()) {
            SamplingMethod method = sampling.method(sampler);
            Trajectory trajectory = method.sampler().start(method.plan(400, new Noise(3, 0), 4096));
            while (!trajectory.done()) {
                Evaluation asked = trajectory.next();
                trajectory.accept(denoised(asked));
            }
            double squares = 0;
            for (float value : trajectory.sample()) {
                squares += value * value / 4096.0;
            }
            assertEquals(0.3, Math.sqrt(squares), 0.015, sampler);
        }
    }

    /** Of images whose values are normal with a standard deviation of 0.3. */
    private static float[] denoised(Evaluation asked) {
        double alpha = asked.level().alpha();
        double sigma = asked.level().sigma();
        double factor = alpha * 0.09 / (alpha * alpha * 0.09 + sigma * sigma);
        float[] denoised = asked.x().clone();
        for (int i = 0; i < denoised.length; i++) {
            denoised[i] *= (float) factor;
        }
        return denoised;
    }

    @Test
    void samplersThatWouldLearnOtherLevelsAreLeftOut() {
        Map<String, Object> json = new HashMap<>(config("DDIMScheduler"));
        json.put("rescale_betas_zero_snr", true);
        json.put("prediction_type", "v_prediction");
        PublishedSampling sampling = PublishedSampling.read(json);
        assertEquals(Prediction.V, sampling.prediction());
        assertFalse(sampling.samplers().contains("pndm"));
        assertFalse(sampling.samplers().contains("heun"));
        assertTrue(sampling.samplers().contains("euler"));
    }

    @Test
    void aVariantInTheFileLeavesThePlainOneOnOffer() {
        Map<String, Object> json = new HashMap<>(config("DPMSolverMultistepScheduler"));
        json.put("algorithm_type", "sde-dpmsolver++");
        assertEquals("dpmpp-2m-sde", PublishedSampling.read(json).samplers().get(0));
        assertTrue(PublishedSampling.read(json).samplers().contains("dpmpp-2m"));
        json.put("_class_name", "UniPCMultistepScheduler");
        json.remove("algorithm_type");
        json.put("solver_order", 3);
        assertEquals("unipc-3", PublishedSampling.read(json).samplers().get(0));
        assertTrue(PublishedSampling.read(json).samplers().contains("unipc"));
    }

    @Test
    void moreTimestepsThanAnyModelHasAreRefusedBeforeTheyTakeMemory() {
        Map<String, Object> json = new HashMap<>(config("DDIMScheduler"));
        json.put("num_train_timesteps", 1_000_000_000);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> PublishedSampling.read(json))
                .getMessage());
        assertTrue(message.contains("num_train_timesteps: expected at most 100000, found 1000000000"), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1001, -3})
    void stepsThatTheScheduleLacksAreRefused(int steps) {
        PublishedSampling sampling = read("DDIMScheduler");
        sampling.check("ddim", STEPS);
        String message =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> sampling.check("ddim", steps))
                        .getMessage());
        assertTrue(message.contains("found " + steps), message);
    }

    @Test
    void aSamplerThatItLacksIsRefused() {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> read("DDIMScheduler").check("consistency", STEPS))
                .getMessage());
        assertTrue(message.contains("expected a sampler out of [ddim"), message);
    }

    private static PublishedSampling read(String className) {
        return PublishedSampling.read(config(className));
    }

    private static Map<String, Object> config(String className) {
        return Map.of("_class_name", className, "clip_sample", false);
    }
}
