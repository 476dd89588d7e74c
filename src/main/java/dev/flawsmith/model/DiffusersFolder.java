package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Stable Diffusion pipeline on disk, as Optimum and diffusers lay out its ONNX export: {@code model_index.json} and a folder
 * a component.
 */
public final class DiffusersFolder {
    /** What such a folder is known by. */
    public static final String INDEX = "model_index.json";

    private static final String CLASS = "_class_name";
    private static final Set<String> CLASSES =
            Set.of("StableDiffusionPipeline", "ORTStableDiffusionPipeline", "OnnxStableDiffusionPipeline");

    /** Optimum's exporter leaves the index of the pipeline that it exports, whose VAE is one component. */
    private static final String WHOLE_VAE = "vae";

    private static final String DECODER = "vae_decoder";
    private static final String ENCODER = "vae_encoder";
    private static final List<String> NEEDED = List.of("scheduler", "text_encoder", "tokenizer", "unet", DECODER);
    private static final Set<String> IGNORED = Set.of(ENCODER, "feature_extractor", WHOLE_VAE);
    private static final String NETWORK = "model.onnx";
    private static final String CONFIG = "config.json";
    private static final double OLDEST_SCALE = 0.18215;
    private static final int LARGEST_SIDE = 1024;

    private static final JsonMapper JSON = FolderSeal.strict();

    private final Path directory;
    private final Map<String, String> verified;
    private final String version;
    private final ImageShape latent;
    private final ImageShape image;
    private final double scale;
    private final double shift;

    private DiffusersFolder(Path directory, Map<String, String> verified, JsonNode index) {
        this.directory = directory;
        this.verified = verified;
        this.version = index.path("_diffusers_version").asText("unknown");
        Path unet = directory.resolve("unet").resolve(CONFIG);
        JsonNode denoiser = json(unet);
        JsonNode size = denoiser.path("sample_size");
        int height = whole(size.isArray() ? size.path(0) : size, unet, "sample_size");
        int width = whole(size.isArray() ? size.path(1) : size, unet, "sample_size");
        int channels = whole(denoiser.path("in_channels"), unet, "in_channels");
        if (channels != whole(denoiser.path("out_channels"), unet, "out_channels")) {
            throw new ModelPackageException(unet + ": expected as many out_channels as in_channels, " + channels
                    + ", found " + denoiser.path("out_channels"));
        }
        Path vae = directory.resolve("vae_decoder").resolve(CONFIG);
        JsonNode decoder = json(vae);
        int halvings = Math.max(0, decoder.path("block_out_channels").size() - 1);
        int factor = 1 << Math.min(halvings, 10);
        int colours = whole(decoder.path("out_channels"), vae, "out_channels");
        if (colours != 1 && colours != 3) {
            throw new ModelPackageException(vae + ": expected out_channels 1 or 3, found " + colours);
        }
        scale = number(decoder.path("scaling_factor"), OLDEST_SCALE, vae, "scaling_factor");
        shift = number(decoder.path("shift_factor"), 0, vae, "shift_factor");
        if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(shift)) {
            throw new ModelPackageException(
                    vae + ": expected a scaling_factor above 0 and a finite shift_factor, found "
                            + decoder.path("scaling_factor") + " and " + decoder.path("shift_factor"));
        }
        for (String field : List.of("latents_mean", "latents_std")) {
            if (!decoder.path(field).isMissingNode() && !decoder.path(field).isNull()) {
                throw new ModelPackageException(vae + ": expected no " + field + ", found one");
            }
        }
        latent = new ImageShape(channels, height, width);
        image = new ImageShape(colours, height * factor, width * factor);
    }

    /** Whether a folder looks like one. */
    public static boolean isOne(Path directory) {
        return Files.isRegularFile(directory.resolve(INDEX));
    }

    /**
     * Reads the folder's index and configs, and compares every file with its hash where the folder was imported.
     *
     * @throws ModelPackageException if a file is missing, changed or no JSON, or the pipeline is of another kind
     */
    public static DiffusersFolder open(Path directory) {
        return read(directory, FolderSeal.verified(directory));
    }

    /**
     * As {@link #open}, without comparing hashes.
     *
     * @throws ModelPackageException if a file is missing or no JSON, or the pipeline is of another kind
     */
    public static DiffusersFolder read(Path directory) {
        return read(directory, Map.of());
    }

    private static DiffusersFolder read(Path directory, Map<String, String> verified) {
        Path file = directory.resolve(INDEX);
        JsonNode index = json(file);
        checkKind(file, index);
        List<String> problems = new ArrayList<>();
        for (String needed : List.of(
                "scheduler/scheduler_config.json",
                "text_encoder/" + NETWORK,
                "tokenizer/tokenizer_config.json",
                "unet/" + NETWORK,
                "unet/" + CONFIG,
                "vae_decoder/" + NETWORK,
                "vae_decoder/" + CONFIG)) {
            if (!Files.isRegularFile(directory.resolve(needed))) {
                problems.add(directory.resolve(needed) + ": expected the pipeline's file, found none");
            }
        }
        if (!problems.isEmpty()) {
            throw new ModelPackageException(String.join("\n", problems));
        }
        return new DiffusersFolder(directory, verified, index);
    }

    private static void checkKind(Path file, JsonNode index) {
        String name = index.path(CLASS).asText();
        if (!CLASSES.contains(name)) {
            throw new ModelPackageException(file + ": expected " + CLASS + " "
                    + String.join(" or ", new TreeSet<>(CLASSES)) + ", found " + index.path(CLASS));
        }
        for (String needed : NEEDED) {
            boolean there = isThere(index.path(needed)) || (needed.equals(DECODER) && isThere(index.path(WHOLE_VAE)));
            if (!there) {
                throw new ModelPackageException(file + ": expected a component " + needed + ", found none");
            }
        }
        for (Iterator<String> names = index.fieldNames(); names.hasNext(); ) {
            String component = names.next();
            boolean known = component.startsWith("_") || NEEDED.contains(component) || IGNORED.contains(component);
            if (!known && index.path(component).isArray() && isThere(index.path(component))) {
                throw new ModelPackageException(file + ": expected [null, null] as " + component
                        + ", for it is not run here; found " + index.path(component)
                        + ": write [null, null] if you accept images without it");
            }
        }
    }

    private static boolean isThere(JsonNode component) {
        return component.isArray() && component.size() > 0 && !component.path(0).isNull();
    }

    public Path directory() {
        return directory;
    }

    /** Of diffusers that wrote it. */
    public String version() {
        return version;
    }

    /** Whether whoever imported a folder has accepted that its images are compared with no photo. */
    public static boolean acceptedUnchecked(Path directory) {
        return FolderSeal.in(directory);
    }

    /** The shape of a latent. */
    public ImageShape latentShape() {
        return latent;
    }

    /** The shape of an image. */
    public ImageShape imageShape() {
        return image;
    }

    /**
     * What goes into the U-Net and what comes out, by the names that Optimum and diffusers give.
     *
     * @param unconditionalText what stands for no text
     * @param textWidth numbers of one of its tokens
     */
    public NetworkSignature signature(float[] unconditionalText, int textWidth) {
        return new NetworkSignature(
                List.of(
                        new NetworkSignature.Input(NetworkSignature.SAMPLE, "sample", null),
                        new NetworkSignature.Input(NetworkSignature.TIMESTEP, "timestep", null),
                        new NetworkSignature.Input(NetworkSignature.TEXT, "encoder_hidden_states", null)),
                "out_sample",
                latent,
                0,
                null,
                unconditionalText,
                textWidth);
    }

    /** What latents are multiplied by for the denoiser. */
    public double scalingFactor() {
        return scale;
    }

    /** What is taken from latents before. */
    public double shiftFactor() {
        return shift;
    }

    public Path denoiser() {
        return directory.resolve("unet").resolve(NETWORK);
    }

    public Path textEncoder() {
        return directory.resolve("text_encoder").resolve(NETWORK);
    }

    public Path tokenizer() {
        return directory.resolve("tokenizer");
    }

    public Path vaeDecoder() {
        return directory.resolve("vae_decoder").resolve(NETWORK);
    }

    /** Empty where the pipeline has none, which draws all the same, but on no photo. */
    public Optional<Path> vaeEncoder() {
        return Optional.of(directory.resolve(ENCODER).resolve(NETWORK)).filter(Files::isRegularFile);
    }

    public Path schedulerFile() {
        return directory.resolve("scheduler").resolve("scheduler_config.json");
    }

    /** The scheduler's config, by key. */
    public Map<String, Object> scheduler() {
        return JSON.convertValue(json(schedulerFile()), new TypeReference<Map<String, Object>>() {});
    }

    /** The hash that names all that determines its images: of every file. */
    public String weightsSha256() {
        return FolderSeal.identity(directory, "", verified);
    }

    private static int whole(JsonNode number, Path file, String field) {
        if (!number.isInt() || number.asInt() < 1 || number.asInt() > LARGEST_SIDE) {
            throw new ModelPackageException(file + ": expected " + field + " from 1 to " + LARGEST_SIDE + ", found "
                    + (number.isMissingNode() ? "none" : number));
        }
        return number.asInt();
    }

    private static double number(JsonNode number, double missing, Path file, String field) {
        if (number.isMissingNode() || number.isNull()) {
            return missing;
        }
        if (!number.isNumber()) {
            throw new ModelPackageException(file + ": expected a number as " + field + ", found " + number);
        }
        return number.asDouble();
    }

    private static JsonNode json(Path file) {
        try {
            JsonNode read = JSON.readTree(file.toFile());
            if (read == null || !read.isObject()) {
                throw new ModelPackageException(file + ": expected a JSON object, found something else");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(file + ": expected JSON, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
    }
}
