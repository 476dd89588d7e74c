package dev.flawsmith.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code model.json}.
 *
 * @param name the package's name
 * @param version of the weights
 * @param kind {@code pixel}, {@code latent}, {@code one-step} or {@code vae}
 * @param resolution height and width of an image
 * @param channels 1 or 3
 * @param classes class names, in the network's order
 * @param conditioning what the network can be told
 * @param prediction how the raw network's output is read: {@code edm}, or {@code image} of a one-step generator
 * @param sigmaData standard deviation of the data in model space
 * @param pixelTransfer between pixels and model space
 * @param schedule noise levels of sampling; null exactly where a generator draws in one step
 * @param sampler defaults of a request; null exactly where a generator draws in one step
 * @param guard {@code index} (the package's own {@code index/}) or {@code off} for a model that learnt from no photo
 * @param network shape of the network, in its adapter's terms
 * @param data what it was trained on
 * @param training how it was trained
 * @param files SHA-256 of every file of the package but this one, by path with forward slashes
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelManifest(
        String name,
        String version,
        String kind,
        int resolution,
        int channels,
        List<String> classes,
        Conditioning conditioning,
        String prediction,
        double sigmaData,
        PixelTransfer pixelTransfer,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Schedule schedule,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Defaults sampler,
        String guard,
        Map<String, Object> network,
        TrainingData data,
        Training training,
        Map<String, String> files) {
    /** The kind whose denoiser works on pixels. */
    public static final String PIXEL = "pixel";

    /** The kind whose denoiser works on an autoencoder's latents. */
    public static final String LATENT = "latent";

    /** The kind of a generator that draws in one evaluation. */
    public static final String ONE_STEP = "one-step";

    /** The kind of a variational autoencoder's decoder, which draws in one evaluation of a standard normal {@code z}. */
    public static final String VAE = "vae";

    /** The kinds that draw in one evaluation. */
    private static final Set<String> ONE_EVALUATION = Set.of(ONE_STEP, VAE);

    /** What the network can be told; {@code text} names the sentence encoder, null where there is none. */
    public record Conditioning(boolean classes, @Nullable String text) {}

    /** Karras et al. 2022, eq. 5. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Schedule(double sigmaMin, double sigmaMax, double rho) {}

    /**
     * What a request gets that does not say otherwise.
     *
     * @param guidanceInterval the two ends (low, high] of sigma/alpha between which guidance applies; null is everywhere
     * @param guidanceRescale 0 to 1; null is 0
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Defaults(
            String name,
            int steps,
            double guidanceScale,
            @Nullable List<Double> guidanceInterval,
            @Nullable Double guidanceRescale) {
        public Defaults {
            guidanceInterval = guidanceInterval == null ? null : List.copyOf(guidanceInterval);
        }

        /** With guidance everywhere, not rescaled. */
        public Defaults(String name, int steps, double guidanceScale) {
            this(name, steps, guidanceScale, null, null);
        }

        /** @throws IllegalArgumentException naming every field that is missing, unknown or wrong */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Defaults of(Map<String, Object> json) {
            return new DefaultsReader(json).read();
        }
    }

    /** Where the photos came from, and which of them were learnt from. */
    public record TrainingData(String name, String licence, String split, int photos) {}

    /**
     * How the weights came about.
     *
     * @param images images seen, in this run
     * @param seconds training time of this run
     * @param seed of this run
     * @param commit of the source that trained it, null if unknown
     * @param startedFrom the model whose weights it started from, null for a fresh start
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Training(
            long images,
            double seconds,
            long seed,
            @Nullable String commit,
            @Nullable Ancestor startedFrom) {}

    /**
     * A model that another one was trained on from.
     *
     * @param name its name
     * @param data what it had learnt from
     * @param weights SHA-256 of its weights
     * @param images images seen, its own ancestors' included
     * @param seconds training time, its own ancestors' included
     */
    public record Ancestor(String name, String data, String weights, long images, double seconds) {
        /** What a package becomes to a model that starts from it. */
        public static Ancestor of(ModelPackage model) {
            ModelManifest manifest = model.manifest();
            Training training = manifest.training();
            Ancestor before = training.startedFrom();
            return new Ancestor(
                    manifest.name(),
                    manifest.data().name(),
                    model.weightsSha256(),
                    training.images() + (before == null ? 0 : before.images()),
                    training.seconds() + (before == null ? 0 : before.seconds()));
        }
    }

    public ModelManifest {
        classes = List.copyOf(classes);
        network = Map.copyOf(network);
        files = Map.copyOf(new TreeMap<>(files));
        require(!name.isBlank(), "a name", name);
        require(List.of(PIXEL, LATENT, ONE_STEP, VAE).contains(kind), "kind pixel, latent, one-step or vae", kind);
        boolean denoises = !ONE_EVALUATION.contains(kind);
        require(denoises == (schedule != null), "a schedule exactly where a network denoises", schedule);
        require(denoises == (sampler != null), "a sampler exactly where a network denoises", sampler);
        require(resolution >= 1, "a resolution of at least 1", resolution);
        require(channels == 1 || channels == 3, "1 or 3 channels", channels);
        require(!classes.isEmpty(), "at least one class", classes);
        require(sigmaData > 0, "sigma_data above 0", sigmaData);
        require(guard.equals("index") || guard.equals("off"), "guard index or off", guard);
    }

    private static void require(boolean holds, String expected, @Nullable Object found) {
        if (!holds) {
            throw new IllegalArgumentException("model.json: expected " + expected + ", found " + found);
        }
    }

    /** Whether an image is one evaluation of a generator: no noise levels, no sampler. */
    @JsonIgnore
    public boolean drawsInOneStep() {
        return ONE_EVALUATION.contains(kind);
    }

    /**
     * The noise levels of a network that denoises.
     *
     * @throws ModelPackageException if it draws in one step
     */
    public Schedule denoisingSchedule() {
        return denoising(schedule);
    }

    /**
     * The defaults of a network that denoises.
     *
     * @throws ModelPackageException if it draws in one step
     */
    public Defaults denoisingDefaults() {
        return denoising(sampler);
    }

    private <T> T denoising(@Nullable T part) {
        if (part == null) {
            throw new ModelPackageException(
                    "model " + name + ": expected a network that denoises, found one that draws in one step");
        }
        return part;
    }

    /** The same with other file hashes. */
    public ModelManifest withFiles(Map<String, String> hashes) {
        return new ModelManifest(
                name,
                version,
                kind,
                resolution,
                channels,
                classes,
                conditioning,
                prediction,
                sigmaData,
                pixelTransfer,
                schedule,
                sampler,
                guard,
                network,
                data,
                training,
                hashes);
    }
}
