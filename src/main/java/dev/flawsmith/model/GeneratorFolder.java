package dev.flawsmith.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A one-step generator from elsewhere on disk: {@code generator.json} and the network that it names. */
public final class GeneratorFolder {
    private final Path directory;
    private final GeneratorDescriptor descriptor;

    private GeneratorFolder(Path directory, GeneratorDescriptor descriptor) {
        this.directory = directory;
        this.descriptor = descriptor;
    }

    /** Whether a folder looks like one. */
    public static boolean isOne(Path directory) {
        return Files.isRegularFile(directory.resolve(GeneratorDescriptor.FILE));
    }

    /**
     * Reads the descriptor and compares every file whose hash it names.
     *
     * @throws ModelPackageException if the descriptor is wrong, or a file is missing or not what it says; all are named
     */
    public static GeneratorFolder open(Path directory) {
        GeneratorFolder folder = new GeneratorFolder(directory, GeneratorDescriptor.read(directory));
        List<String> problems = folder.verify();
        if (!problems.isEmpty()) {
            throw new ModelPackageException(String.join("\n", problems));
        }
        return folder;
    }

    /** What is wrong with the files, one sentence each, naming the file. */
    private List<String> verify() {
        List<String> problems = new ArrayList<>();
        if (DenoiserFolder.isOne(directory)) {
            problems.add(directory + ": expected one descriptor, found " + GeneratorDescriptor.FILE + " and "
                    + DenoiserDescriptor.FILE);
        }
        problems.addAll(FolderSeal.problems(
                directory, GeneratorDescriptor.FILE, descriptor.files(), List.of(descriptor.file())));
        return problems;
    }

    /**
     * Copies a folder's files, those left out that are hidden, and writes a descriptor with their hashes; last, so that
     * half a copy is no generator.
     *
     * @param target a folder that is empty or not there
     */
    public GeneratorFolder copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        GeneratorDescriptor sealed = descriptor.withFiles(FolderSeal.copy(directory, target));
        FolderSeal.write(target, GeneratorDescriptor.FILE, sealed.toJson());
        return new GeneratorFolder(target, sealed);
    }

    public Path directory() {
        return directory;
    }

    public GeneratorDescriptor descriptor() {
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
}
