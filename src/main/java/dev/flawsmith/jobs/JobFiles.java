package dev.flawsmith.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a finished job, and none but those: no path leads out of its folder, no symbolic link is followed. Immutable. */
public final class JobFiles {
    private final Path root;

    JobFiles(Path root) {
        this.root = root;
    }

    /**
     * A file.
     *
     * @param path below the job's folder, with {@code /}
     */
    public record Entry(String path, long bytes) {}

    /** Receives files. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Entry entry, Path file) throws IOException;
    }

    /** Visits every file, a folder at a time, in the order of names: the same order every time. */
    public void forEach(Visitor visitor) throws IOException {
        visit(root, visitor);
    }

    private void visit(Path folder, Visitor visitor) throws IOException {
        List<Path> here = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.sorted().forEach(here::add);
        }
        for (Path file : here) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                visit(file, visitor);
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                visitor.visit(new Entry(root.relativize(file).toString().replace('\\', '/'), Files.size(file)), file);
            }
        }
    }

    /** The file of a path; empty if there is none, or if it leads elsewhere. */
    public Optional<Path> find(String path) {
        Path file = root;
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.indexOf('\\') >= 0
                    || part.indexOf('\0') >= 0) {
                return Optional.empty();
            }
            try {
                file = file.resolve(part);
            } catch (InvalidPathException e) { // characters that this server's disk does not know
                return Optional.empty();
            }
            if (Files.isSymbolicLink(file)) {
                return Optional.empty();
            }
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }
}
