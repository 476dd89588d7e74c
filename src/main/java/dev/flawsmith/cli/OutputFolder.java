package dev.flawsmith.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A folder for results: refused before any work is done, filled with files that are whole or not there. */
final class OutputFolder {
    private final Path path;

    private OutputFolder(Path path) {
        this.path = path;
    }

    /**
     * Checks that files can be put here; makes nothing yet.
     *
     * @throws InputException if the path, or the nearest folder above it that exists, is no folder or not writable
     */
    static OutputFolder check(String param, Path path) {
        Path existing = nearestExisting(path.toAbsolutePath().normalize());
        if (existing == null || !Files.isDirectory(existing)) {
            throw new InputException(param, param + ": expected a folder, found the file " + existing);
        }
        try {
            // Only writing tells: permissions say nothing of a read-only file system.
            Files.delete(Files.createTempFile(existing, ".flawsmith", ".probe"));
        } catch (IOException e) {
            throw new InputException(
                    param, param + ": expected a writable folder, found that " + existing + " is not", e);
        }
        return new OutputFolder(path);
    }

    private static @Nullable Path nearestExisting(Path path) {
        Path candidate = path;
        while (candidate != null && !Files.exists(candidate)) {
            candidate = candidate.getParent();
        }
        return candidate;
    }

    /**
     * Writes a file in one step: whoever looks sees the old content or the new, never a part.
     *
     * @return its path, relative if this folder's is
     */
    Path write(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        Files.createDirectories(partial.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }
}
