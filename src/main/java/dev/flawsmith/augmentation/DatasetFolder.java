package dev.flawsmith.augmentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.dataset.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset is made: {@code OUT}, with {@code OUT/.flawsmith-augment} until it is finished; {@code OUT.failed} if it fails. What a
 * run started with (spec, models, gate) is written before the first image, and must be the same when it goes on.
 */
public final class DatasetFolder {
    /** Written last: a folder that has it is finished. */
    public static final String MANIFEST = "manifest.json";

    private static final String WORK = ".flawsmith-augment";
    private static final String STATE = "state.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;

    private DatasetFolder(Path path) {
        this.path = path;
    }

    /**
     * Checks a folder before anything is opened; makes nothing in it.
     *
     * @param resume whether it must hold an unfinished dataset, or must not hold anything
     * @throws AugmentationException if it is not so
     */
    public static DatasetFolder check(Path path, boolean resume) {
        DatasetFolder folder = new DatasetFolder(path);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw AugmentationException.input("out", "expected a folder, found the file " + path);
        }
        if (Files.exists(folder.failed())) {
            throw AugmentationException.input(
                    "out",
                    "expected no " + folder.failed()
                            + ", where a dataset goes that fails, found one of an earlier run: move it away first");
        }
        if (Files.isRegularFile(path.resolve(MANIFEST))) {
            folder.tidy();
            if (!Files.exists(path)) {
                throw AugmentationException.input(
                        "out",
                        "expected an empty folder, found a failed dataset: it is in " + folder.failed() + " now");
            }
            throw AugmentationException.input(
                    "out",
                    "expected an empty folder" + (resume ? " or an unfinished dataset" : "")
                            + ", found a finished dataset in " + path);
        }
        boolean begun = Files.isRegularFile(folder.work().resolve(STATE));
        if (resume && !begun) {
            throw AugmentationException.input(
                    "resume",
                    "expected an unfinished dataset in " + path + ", found "
                            + (folder.empty() ? "none" : "others' files"));
        }
        if (!resume && begun) {
            throw AugmentationException.input(
                    "out", "expected an empty folder, or --resume, found an unfinished dataset in " + path);
        }
        if (!resume && !folder.empty()) {
            throw AugmentationException.input("out", "expected an empty folder, found other files in " + path);
        }
        return folder;
    }

    /**
     * Takes a folder as a run left it that may have been killed at any moment: missing, empty or with an unfinished dataset.
     *
     * @throws AugmentationException if it is not so; {@link #outcome} tells of finished datasets first
     */
    public static DatasetFolder begunOrNew(Path path) {
        return check(path, Files.isRegularFile(new DatasetFolder(path).work().resolve(STATE)));
    }

    /** What came of a dataset, by its manifest, ending what a killed run had left to do; empty while there is none. */
    public static Optional<DatasetOutcome> outcome(Path path) throws IOException {
        DatasetFolder folder = new DatasetFolder(path);
        if (Files.isRegularFile(path.resolve(MANIFEST))) {
            folder.tidy();
        }
        if (Files.isRegularFile(folder.failed().resolve(MANIFEST))) {
            delete(folder.failed().resolve(WORK));
        }
        for (Path finished : List.of(path, folder.failed())) {
            if (Files.isRegularFile(finished.resolve(MANIFEST))) {
                return Optional.of(DatasetManifest.outcome(finished));
            }
        }
        return Optional.empty();
    }

    /**
     * Deletes a dataset, finished, failed or not; nothing if there is none.
     *
     * @throws AugmentationException if a run is at work in it
     */
    public static void discard(Path path) throws IOException {
        DatasetFolder folder = new DatasetFolder(path);
        DatasetStore.discard(path, folder.work(), () -> delete(path));
        delete(folder.failed());
    }

    private boolean empty() {
        if (!Files.isDirectory(path)) {
            return true;
        }
        try (Stream<Path> files = Files.list(path)) {
            // A run that was killed before its first image has left nothing of value.
            return files.allMatch(file -> file.equals(work()) && !Files.exists(work().resolve(STATE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /** For what is needed until the dataset is finished. */
    public Path work() {
        return path.resolve(WORK);
    }

    Path failed() {
        Path name = path.toAbsolutePath().normalize();
        return name.resolveSibling(name.getFileName() + ".failed");
    }

    /** Remembers what a run starts with, or compares it with what it started with. */
    void start(Map<String, String> state) throws IOException {
        Files.createDirectories(work());
        Path file = work().resolve(STATE);
        Map<String, String> sorted = new TreeMap<>(state);
        if (!Files.isRegularFile(file)) {
            AtomicFile.write(file, JSON.writeValueAsBytes(sorted));
            return;
        }
        JsonNode before = JSON.readTree(file.toFile());
        for (Map.Entry<String, String> entry : sorted.entrySet()) {
            String was = before.path(entry.getKey()).asText();
            if (!was.equals(entry.getValue())) {
                throw AugmentationException.input(
                        "resume",
                        "expected the same " + entry.getKey() + " as when " + path + " was begun (" + was + "), found "
                                + entry.getValue());
            }
        }
    }

    /**
     * The first image of each model that was accepted before, which tells its engine and bucket; none in a folder just
     * begun, which loses what a run that was killed before its first image may have left.
     */
    public Map<String, DatasetImage> firstImages() throws IOException {
        Map<String, DatasetImage> first = new TreeMap<>();
        if (!Files.isRegularFile(work().resolve(STATE))) {
            delete(work());
            return first;
        }
        DatasetStore.journal(work(), image -> {
            String model = image.model();
            if (model != null) {
                first.putIfAbsent(model, image);
            }
        });
        return first;
    }

    /** Ends what a run had left to do that was killed after its manifest; touches nothing of anybody else's. */
    private void tidy() {
        if (!Files.isDirectory(work())) {
            return;
        }
        try {
            JsonNode status = JSON.readTree(path.resolve(MANIFEST).toFile()).path("status");
            if (status.asText().equals("failed")) {
                setApart();
            } else {
                finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Images that were accepted before, by the journal alone. */
    long accepted() throws IOException {
        long[] count = {0};
        DatasetStore.journal(work(), image -> count[0]++);
        return count[0];
    }

    /** Takes the scaffolding down: what is left is the dataset. */
    void finish() throws IOException {
        delete(work());
    }

    /**
     * Sets a failed dataset apart. The work folder goes last: while it is there, whoever looks at the folder next ends what a
     * killed run had left to do.
     */
    Path setApart() throws IOException {
        Path apart = failed();
        Files.move(path, apart);
        delete(apart.resolve(WORK));
        return apart;
    }

    /** Deletes a folder with all that is in it; nothing if it is not there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
