package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A denoiser from elsewhere on disk: {@code denoiser.json}, the network that it names, and its scheduler's config. */
public final class DenoiserFolder {
    private static final JsonMapper JSON = FolderSeal.strict();

    private final Path directory;
    private final DenoiserDescriptor descriptor;

    private DenoiserFolder(Path directory, DenoiserDescriptor descriptor) {
        this.directory = directory;
        this.descriptor = descriptor;
    }

    /** Whether a folder looks like one. */
    public static boolean isOne(Path directory) {
        return Files.isRegularFile(directory.resolve(DenoiserDescriptor.FILE));
    }

    /**
     * Reads the descriptor and compares every file whose hash it names.
     *
     * @throws ModelPackageException if the descriptor is wrong, or a file is missing or not what it says; all are named
     */
    public static DenoiserFolder open(Path directory) {
        DenoiserFolder folder = new DenoiserFolder(directory, DenoiserDescriptor.read(directory));
        List<String> problems = folder.verify();
        if (!problems.isEmpty()) {
            throw new ModelPackageException(String.join("\n", problems));
        }
        return folder;
    }

    /** What is wrong with the files, one sentence each, naming the file. */
    private List<String> verify() {
        return FolderSeal.problems(
                directory,
                DenoiserDescriptor.FILE,
                descriptor.files(),
                List.of(descriptor.file(), descriptor.scheduler()));
    }

    /**
     * Copies a folder's files, those left out that are hidden, and writes a descriptor with their hashes; last, so that
     * half a copy is no denoiser.
     *
     * @param target a folder that is empty or not there
     */
    public DenoiserFolder copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        DenoiserDescriptor sealed = descriptor.withFiles(FolderSeal.copy(directory, target));
        FolderSeal.write(target, DenoiserDescriptor.FILE, sealed.toJson());
        return new DenoiserFolder(target, sealed);
    }

    public Path directory() {
        return directory;
    }

    public DenoiserDescriptor descriptor() {
        return descriptor;
    }

    /** The network's file. */
    public Path network() {
        return directory.resolve(descriptor.file());
    }

    /** The hash that names all that determines its images: what the descriptor says, and the files beside it. */
    public String weightsSha256() {
        return FolderSeal.identity(
                directory,
                descriptor.withFiles(null).toJson(),
                descriptor.files() == null ? Map.of() : descriptor.files());
    }

    /**
     * The scheduler's config: strings, numbers, booleans, lists of those, or null, by key.
     *
     * @throws ModelPackageException if it is no JSON object
     */
    public Map<String, Object> scheduler() {
        Path file = directory.resolve(descriptor.scheduler());
        try {
            Map<String, Object> config = JSON.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
            if (config == null) {
                throw new ModelPackageException(file + ": expected a scheduler's config, found null");
            }
            return config;
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(
                    file + ": expected a scheduler's config, a JSON object, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
    }
}
