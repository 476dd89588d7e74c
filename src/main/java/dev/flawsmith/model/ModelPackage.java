package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model on disk: {@code models/<name>/} with {@code model.json}, weights, index, card and samples. */
public final class ModelPackage {
    /** The manifest's file name. */
    public static final String MANIFEST = "model.json";

    /** The denoiser's weights. */
    public static final String DENOISER = "denoiser.safetensors";

    /** A one-step generator's weights. */
    public static final String GENERATOR = "generator.safetensors";

    /** The folder of the training index. */
    public static final String INDEX = "index";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Path directory;
    private final ModelManifest manifest;

    private ModelPackage(Path directory, ModelManifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
    }

    /**
     * Reads the manifest and compares every file it names with its hash.
     *
     * @throws ModelPackageException if the folder, the manifest or a file is missing, or a hash differs
     */
    public static ModelPackage open(Path directory) {
        ModelPackage opened = new ModelPackage(directory, readManifest(directory));
        List<String> problems = opened.verify();
        if (!problems.isEmpty()) {
            throw new ModelPackageException(String.join("\n", problems));
        }
        return opened;
    }

    /** Whether a folder looks like a package. */
    public static boolean isPackage(Path directory) {
        return Files.isRegularFile(directory.resolve(MANIFEST));
    }

    private static ModelManifest readManifest(Path directory) {
        Path file = directory.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new ModelPackageException(
                    "expected a model package with " + MANIFEST + " in " + directory + ", found none");
        }
        try {
            return JSON.readValue(file.toFile(), ModelManifest.class);
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable manifest, found " + e, e);
        }
    }

    /** What is wrong with the files, one sentence each, naming the file; empty when every hash is as it should be. */
    public List<String> verify() {
        return new TreeMap<>(manifest.files())
                .entrySet().stream()
                        .map(entry -> problem(entry.getKey(), entry.getValue()))
                        .filter(problem -> !problem.isEmpty())
                        .toList();
    }

    private String problem(String name, String expected) {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory.normalize())) {
            return MANIFEST + ": expected files inside " + directory + ", found " + name;
        }
        if (!Files.isRegularFile(file)) {
            return file + ": expected the file that " + MANIFEST + " names, found none";
        }
        try {
            String found = Sha256.hex(file);
            return found.equals(expected) ? "" : file + ": expected SHA-256 " + expected + ", found " + found;
        } catch (IOException e) {
            return file + ": expected a readable file, found " + e;
        }
    }

    public Path directory() {
        return directory;
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** Whether the denoiser works on an autoencoder's latents. */
    public boolean isLatent() {
        return manifest.kind().equals(ModelManifest.LATENT);
    }

    /** What the denoiser works on: an image, or a latent. */
    public ImageShape denoiserShape() {
        return isLatent()
                ? vae().network().latentShape()
                : new ImageShape(manifest.channels(), manifest.resolution(), manifest.resolution());
    }

    /**
     * The autoencoder of a model on latents, its hashes compared.
     *
     * @throws ModelPackageException if there is none, or it makes other images than the package says
     */
    public VaeDescriptor vae() {
        for (String file : List.of(VaeDescriptor.FILE, VaeDescriptor.ENCODER, VaeDescriptor.DECODER)) {
            if (!manifest.files().containsKey(file)) {
                throw new ModelPackageException(
                        directory.resolve(MANIFEST) + ": expected a hash of " + file + ", found none");
            }
        }
        VaeDescriptor vae = VaeDescriptor.read(directory);
        ImageShape image = new ImageShape(manifest.channels(), manifest.resolution(), manifest.resolution());
        if (!vae.network().imageShape().equals(image)) {
            throw new ModelPackageException(directory + ": expected an autoencoder for " + image + ", found one for "
                    + vae.network().imageShape());
        }
        return vae;
    }

    /** The name of the weights' file. */
    public String weightsFile() {
        return manifest.drawsInOneStep() ? GENERATOR : DENOISER;
    }

    /** The hash that names all that makes its images: of the weights, and on latents of the autoencoder with them. */
    public String identitySha256() {
        return isLatent()
                ? Sha256.hex(weightsSha256() + "\n" + manifest.files().get(VaeDescriptor.FILE))
                : weightsSha256();
    }

    /** The hash that names the weights. */
    public String weightsSha256() {
        String weights = weightsFile();
        String hash = manifest.files().get(weights);
        if (hash == null) {
            throw new ModelPackageException(
                    directory.resolve(MANIFEST) + ": expected a hash of " + weights + ", found none");
        }
        return hash;
    }

    /**
     * Writes the manifest with the hashes of every file now in the folder, hidden files and folders left out; last, so
     * that a package that is half written has no manifest that fits.
     */
    public static ModelPackage seal(Path directory, ModelManifest manifest) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                if (!name.equals(MANIFEST) && !name.startsWith(".") && !name.contains("/.")) {
                    hashes.put(name, Sha256.hex(file));
                }
            }
        }
        ModelManifest sealed = manifest.withFiles(hashes);
        Path temporary = directory.resolve("." + MANIFEST + ".partial");
        Files.writeString(temporary, JSON.writeValueAsString(sealed) + "\n");
        Files.move(
                temporary,
                directory.resolve(MANIFEST),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return new ModelPackage(directory, sealed);
    }
}
