package dev.flawsmith.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the images of an unpacked archive are: many programs pack a folder, and not what is in it. */
final class UploadedFolder {
    private UploadedFolder() {}

    /** The folder with a slash that all files share, where there is another level of folders in it; else empty. */
    static String root(Collection<String> files) {
        String first = files.isEmpty() ? "" : files.iterator().next();
        String top = first.substring(0, first.indexOf('/') + 1);
        boolean shared = !top.isEmpty() && files.stream().allMatch(file -> file.startsWith(top));
        boolean deeper = files.stream()
                .anyMatch(file -> file.indexOf('/', top.length()) >= 0 || file.equals(top + EntryNames.SPLITS));
        return shared && deeper ? top : "";
    }

    /** The folder of {@code <class>/<image>}, or of images, that was unpacked there. */
    static Path in(Path unpacked) throws IOException {
        try (Stream<Path> all = Files.walk(unpacked)) {
            List<String> files = all.filter(Files::isRegularFile)
                    .map(file -> unpacked.relativize(file).toString().replace('\\', '/'))
                    .toList();
            return unpacked.resolve(root(files));
        }
    }

    /** Deletes a folder with all that is in it; nothing if it is not there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
