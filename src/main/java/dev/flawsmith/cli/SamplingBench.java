package dev.flawsmith.cli;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.djl.UNetPackage;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The network alone against images end to end (batcher, sampler, guard, PNG), in turns within one run: 16 images, 18 Heun
 * steps, one evaluation a tick (guidance 1), and once more at the model's own guidance.
 */
final class SamplingBench {
    static final String DEVICE = "auto";

    private static final int IMAGES = 16;
    private static final int STEPS = 18;
    private static final String SAMPLER = "heun";
    private static final double END_TO_END_LIMIT = 0.95;

    private final Path folder;
    private final int rounds;

    SamplingBench(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    List<BenchCommand.Result> run() {
        ModelPackage opened = ModelPackage.open(folder);
        int evaluations = Samplers.named(SAMPLER).evaluations(STEPS);
        double guidance = opened.manifest().sampler().guidanceScale();
        List<Double> network = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> guided = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        try (Denoiser denoiser = UNetPackage.open(opened, DEVICE);
                OpenModels models =
                        OpenModels.forServing(List.of(folder), BatchSetting.serve(Duration.ofMinutes(10)))) {
            ModelDescription description = models.synthesizer().models().get(0);
            DenoiserBatch batch = batch(opened.manifest());
            denoiser.denoise(batch);
            images(models, description, IMAGES, 1);
            for (int round = 0; round < rounds; round++) {
                network.add(IMAGES * evaluations / seconds(() -> repeat(denoiser, batch, evaluations)));
                plain.add(IMAGES / seconds(() -> images(models, description, IMAGES, 1)));
                guided.add(IMAGES / seconds(() -> images(models, description, IMAGES, guidance)));
                single.add(seconds(() -> images(models, description, 1, guidance)));
            }
        }
        double limit = median(network) / evaluations;
        return List.of(
                BenchCommand.Result.plain("network_evaluations_per_second", median(network), "1/s"),
                BenchCommand.Result.plain("network_images_per_second", limit, "images/s"),
                BenchCommand.Result.plain("images_per_second", median(plain), "images/s"),
                BenchCommand.Result.plain("images_per_second_guided", median(guided), "images/s"),
                BenchCommand.Result.plain("single_image_seconds", median(single), "s"),
                BenchCommand.Result.against(
                        "end_to_end_over_network", median(plain) / limit, "ratio", END_TO_END_LIMIT));
    }

    private static void repeat(Denoiser denoiser, DenoiserBatch batch, int times) {
        for (int i = 0; i < times; i++) {
            denoiser.denoise(batch);
        }
    }

    private static void images(OpenModels models, ModelDescription model, int n, double guidance) {
        RequestDraft draft = new RequestDraft(
                model.name(),
                model.classes().get(0),
                null,
                (long) n,
                1L,
                (long) STEPS,
                SAMPLER,
                guidance,
                GuardPolicy.FLAG);
        List<SynthesizedImage> images = models.synthesizer()
                .submit(models.synthesizer().check(draft), SynthesisListener.NONE)
                .images()
                .join();
        for (SynthesizedImage image : images) {
            if (Png.encode(image.released().image(), RecipeText.of(image)).length == 0) {
                throw new IllegalStateException("an empty PNG");
            }
        }
    }

    private static DenoiserBatch batch(ModelManifest manifest) {
        int size = manifest.channels() * manifest.resolution() * manifest.resolution();
        float[][] x = new float[IMAGES][];
        double[] alpha = new double[IMAGES];
        double[] sigma = new double[IMAGES];
        double[] timestep = new double[IMAGES];
        Arrays.fill(alpha, 1);
        Arrays.fill(timestep, Double.NaN);
        for (int i = 0; i < IMAGES; i++) {
            x[i] = new Noise(i, 0).standardNormal(0, size);
            sigma[i] = 0.05 * (i + 1);
        }
        return new DenoiserBatch(x, alpha, sigma, timestep, Collections.nCopies(IMAGES, Condition.ofClass(0)));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
