package dev.flawsmith.dataset.export;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The folder that a format writes into. Names are relative with forward slashes; folders are made where they are missing,
 * and no file is ever replaced. What comes in bit by bit is written under another name until {@link #publish()}.
 */
final class ExportFolder implements Closeable {
    private static final String PARTIAL = ".partial";

    private final Path root;
    private final Map<String, OutputStream> streams = new LinkedHashMap<>();
    private final Set<String> pending = new LinkedHashSet<>();
    private final Set<String> scratches = new LinkedHashSet<>();

    ExportFolder(Path root) {
        this.root = root;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Puts a file here as a hard link, or as a copy where the file systems do not link. */
    void link(Path file, String name) throws IOException {
        Path link = made(name);
        Path existing = file.toRealPath();
        try {
            Files.createLink(link, existing);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(existing, link);
        }
    }

    /** Writes a whole file. */
    void write(String name, byte[] content) throws IOException {
        Files.write(made(name), content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void makeFolder(String name) throws IOException {
        Files.createDirectories(path(name));
    }

    /** The stream of a file that appears under this name when all is published; the same stream for the same name. */
    OutputStream stream(String name) throws IOException {
        return opened(pending(name));
    }

    /** The name to use until all is published, of a file or folder that is written in another way. */
    String pending(String name) {
        pending.add(name);
        return name + PARTIAL;
    }

    /** The stream of a file that only the export itself reads; gone when all is published. */
    OutputStream scratch(String name) throws IOException {
        scratches.add(name);
        return opened(name + PARTIAL);
    }

    /** Reads a scratch file, to which nothing more is written; an empty one if nothing ever was. */
    InputStream readScratch(String name) throws IOException {
        scratch(name).close();
        return Files.newInputStream(path(name + PARTIAL));
    }

    /** Closes all streams and gives all files their names. */
    void publish() throws IOException {
        close();
        for (String name : scratches) {
            Files.delete(path(name + PARTIAL));
        }
        for (String name : pending) {
            Files.move(path(name + PARTIAL), path(name));
        }
    }

    @Override
    public void close() throws IOException {
        List<OutputStream> open = new ArrayList<>(streams.values());
        streams.clear();
        IOException failure = null;
        for (OutputStream stream : open) {
            try {
                stream.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private OutputStream opened(String name) throws IOException {
        OutputStream stream = streams.get(name);
        if (stream == null) {
            stream = new BufferedOutputStream(
                    Files.newOutputStream(made(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            streams.put(name, stream);
        }
        return stream;
    }

    private Path made(String name) throws IOException {
        Path path = path(name);
        Files.createDirectories(path.toAbsolutePath().getParent());
        return path;
    }
}
