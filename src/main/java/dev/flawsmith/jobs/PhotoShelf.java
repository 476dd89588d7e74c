package dev.flawsmith.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one folder of real photos that specs from outside may name folders in. No name leaves it: neither absolute, nor by
 * {@code ..}, nor by a symbolic link. Immutable.
 */
public final class PhotoShelf {
    private static final int LONGEST_NAME = 255;

    private final @Nullable Path root;

    /**
     * A shelf.
     *
     * @param root a folder that is there; null offers no photos
     */
    public PhotoShelf(@Nullable Path root) throws IOException {
        this.root = root == null ? null : root.toRealPath();
        if (root != null && !Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    /**
     * The folder of that name.
     *
     * @throws IllegalArgumentException if the name is none, or names no folder here
     */
    Path find(Path name) {
        if (root == null) {
            throw new IllegalArgumentException(
                    "expected none, for this server offers no photos (serve --photos DIR does), found one");
        }
        String text = name.toString();
        String expected = "expected the name of a folder among the server's photos, found ";
        if (text.isEmpty() || text.length() > LONGEST_NAME || name.isAbsolute() || text.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(expected + "a path that is none");
        }
        for (Path part : name) {
            if (part.toString().startsWith(".")) {
                throw new IllegalArgumentException(expected + "a path that is none");
            }
        }
        try {
            Path real = root.resolve(name).toRealPath();
            if (!real.startsWith(root) || !Files.isDirectory(real)) {
                throw new IllegalArgumentException(expected + "none of that name");
            }
            return real;
        } catch (IOException e) {
            throw new IllegalArgumentException(expected + "none of that name", e);
        }
    }

    /** A message without where the shelf is. */
    String told(String message) {
        return root == null ? message : message.replace(root + "/", "").replace(root.toString(), "the photos");
    }
}
