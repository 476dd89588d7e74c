package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code imported.json}: what an imported pipeline's files were when somebody imported it and accepted that its images are
 * compared with no photo.
 */
public final class FolderSeal {
    /** The file's name. */
    public static final String FILE = "imported.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private FolderSeal() {}

    /** Reads what is one JSON text and says nothing twice; {@code -Infinity}, as diffusers writes it, is a number. */
    static JsonMapper strict() {
        return JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private record Content(String guard, Map<String, String> files) {}

    /** Whether a folder has one. */
    static boolean in(Path directory) {
        return Files.isRegularFile(directory.resolve(FILE));
    }

    /**
     * The hashes that a folder was imported with; empty where there is no seal.
     *
     * @throws ModelPackageException if the seal is not what an import writes, or a file is missing, changed or new; all are
     *     named
     */
    static Map<String, String> verified(Path directory) {
        if (!in(directory)) {
            return Map.of();
        }
        Path seal = directory.resolve(FILE);
        Content content;
        try {
            content = JSON.readValue(seal.toFile(), Content.class);
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(
                    seal + ": expected what an import wrote, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelPackageException(seal + ": expected a readable file, found " + e, e);
        }
        if (content == null || content.files() == null || !"off".equals(content.guard())) {
            throw new ModelPackageException(seal + ": expected guard off and files, found something else");
        }
        List<String> problems = problems(directory, FILE, content.files());
        Path root = real(directory);
        for (Path file : files(root)) {
            String name = name(root, file);
            if (!content.files().containsKey(name) && !isDocument(name)) {
                problems.add(directory.resolve(name) + ": expected no file that " + FILE + " does not name, found one");
            }
        }
        if (!problems.isEmpty()) {
            throw new ModelPackageException(String.join("\n", problems));
        }
        return content.files();
    }

    /**
     * The same, and that those are there which a model cannot do without.
     *
     * @param files null where nobody has imported the folder: then no hash is wanted
     */
    static List<String> problems(
            Path directory, String told, @Nullable Map<String, String> files, List<String> needed) {
        List<String> problems = new ArrayList<>();
        Map<String, String> hashes = files == null ? Map.of() : files;
        for (String file : needed) {
            if (files != null && !hashes.containsKey(file)) {
                problems.add(told + ": files: expected a hash of " + file + ", found none");
            } else if (!hashes.containsKey(file) && !Files.isRegularFile(directory.resolve(file))) {
                problems.add(directory.resolve(file) + ": expected the file that " + told + " names, found none");
            }
        }
        problems.addAll(problems(directory, told, hashes));
        return problems;
    }

    /** What is wrong with files below a folder; {@code told} is the file that names them. */
    static List<String> problems(Path directory, String told, Map<String, String> files) {
        List<String> problems = new ArrayList<>();
        Path root = directory.toAbsolutePath().normalize();
        new TreeMap<>(files).forEach((name, expected) -> {
            if (name.chars().anyMatch(Character::isISOControl)
                    || !root.resolve(name).normalize().startsWith(root)) {
                problems.add(told + ": expected files inside " + directory + ", found " + name);
                return;
            }
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file)) {
                problems.add(file + ": expected the file that " + told + " names, found none");
                return;
            }
            String found = hash(file);
            if (!found.equals(expected)) {
                problems.add(file + ": expected SHA-256 " + expected + ", found " + found);
            }
        });
        return problems;
    }

    /**
     * Copies a folder's files, those left out that are hidden or in hidden folders.
     *
     * @return the copies' hashes, by name with forward slashes
     */
    static Map<String, String> copy(Path source, Path target) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        Path root = real(source);
        for (Path file : files(root)) {
            String name = name(root, file);
            Path copy = target.resolve(name);
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(file, copy);
            hashes.put(name, hash(copy));
        }
        return hashes;
    }

    /** Copies a pipeline and seals the copy; the seal last, so that half a copy has none. */
    public static Map<String, String> seal(Path source, Path target) throws IOException {
        Map<String, String> hashes = copy(source, target);
        write(target, FILE, JSON.writeValueAsString(new Content("off", hashes)) + "\n");
        return hashes;
    }

    /** Writes a file in one step. */
    static void write(Path directory, String name, String content) throws IOException {
        Path partial = directory.resolve("." + name + ".partial");
        Files.writeString(partial, content);
        Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * One hash for all that determines a model's pixels: a text, and the names and contents of a folder's files, cards,
     * pictures, licences and what describes the folder left out.
     *
     * @param known hashes that have just been compared, by name: those files are not read again
     */
    static String identity(Path directory, String text, Map<String, String> known) {
        StringBuilder all = new StringBuilder(text);
        Path root = real(directory);
        for (Path file : files(root)) {
            String name = name(root, file);
            if (!isDocument(name)) {
                String compared = known.get(name);
                all.append('\n').append(name).append(' ').append(compared == null ? hash(file) : compared);
            }
        }
        return Sha256.hex(all.toString());
    }

    /** What tells people of a model and determines none of its pixels. */
    private static boolean isDocument(String name) {
        return name.endsWith(".md")
                || name.endsWith(".png")
                || name.substring(name.lastIndexOf('/') + 1).startsWith("LICENSE");
    }

    /** Where a folder is, links followed: a link to a folder is the folder, or its files would be none. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw new ModelPackageException(directory + ": expected a folder, found " + e, e);
        }
    }

    /**
     * A folder's files, links followed, those left out that are hidden, in hidden folders, or describe the folder.
     *
     * @param directory as {@link #real} has it
     */
    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isLeftOut(name(directory, file)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ModelPackageException(directory + ": expected a readable folder, found " + e, e);
        }
    }

    private static boolean isLeftOut(String name) {
        return name.startsWith(".")
                || name.contains("/.")
                || name.equals(FILE)
                || name.equals(DenoiserDescriptor.FILE)
                || name.equals(GeneratorDescriptor.FILE);
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    static String hash(Path file) {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
    }
}
