package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A denoiser from elsewhere on disk: {@code denoiser.json}, the network that it names, and its scheduler's config. */
public final class DenoiserFolder {
    private static final JsonMapper JSON = new JsonMapper();

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
        List<String> problems = new ArrayList<>();
        Map<String, String> hashes = descriptor.files() == null ? Map.of() : descriptor.files();
        for (String needed : List.of(descriptor.file(), descriptor.scheduler())) {
            if (!hashes.containsKey(needed) && !Files.isRegularFile(directory.resolve(needed))) {
                problems.add(directory.resolve(needed) + ": expected the file that " + DenoiserDescriptor.FILE
                        + " names, found none");
            }
        }
        new TreeMap<>(hashes).forEach((name, expected) -> {
            Path file = directory.resolve(name).normalize();
            if (!directory.normalize().equals(file.getParent())) {
                problems.add(DenoiserDescriptor.FILE + ": expected files in " + directory + ", found " + name);
            } else if (!Files.isRegularFile(file)) {
                problems.add(file + ": expected the file that " + DenoiserDescriptor.FILE + " names, found none");
            } else if (!hash(file).equals(expected)) {
                problems.add(file + ": expected SHA-256 " + expected + ", found " + hash(file));
            }
        });
        return problems;
    }

    /**
     * Copies a folder's files, those that are hidden left out, and writes a descriptor with their hashes; last, so that half
     * a copy is no denoiser.
     *
     * @param target a folder that is empty or not there
     */
    public DenoiserFolder copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".") && !name.equals(DenoiserDescriptor.FILE)) {
                    Path copy = target.resolve(name);
                    Files.copy(file, copy);
                    hashes.put(name, hash(copy));
                }
            }
        }
        DenoiserDescriptor sealed = descriptor.withFiles(hashes);
        Path partial = target.resolve("." + DenoiserDescriptor.FILE + ".partial");
        Files.writeString(partial, sealed.toJson());
        Files.move(partial, target.resolve(DenoiserDescriptor.FILE), StandardCopyOption.ATOMIC_MOVE);
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

    /** The hash that names the weights. */
    public String weightsSha256() {
        return hash(network());
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

    private static String hash(Path file) {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
    }
}
