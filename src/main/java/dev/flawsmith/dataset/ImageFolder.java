package dev.flawsmith.dataset;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of photos, {@code <class>/<image>}, with an optional {@code splits.csv} beside the class folders. A folder
 * that holds images and no folders is one class, named like the folder. Hidden files and folders are ignored. No image
 * is opened until it is asked for. Immutable.
 */
public final class ImageFolder {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp");

    private final Path directory;
    private final DecodeLimits limits;
    private final List<String> classes;
    private final List<LabelledFile> files;
    private final List<Path> otherFiles;

    private ImageFolder(Path directory, DecodeLimits limits, List<String> classes, FolderListing listing, Path splits) {
        this.directory = directory;
        this.limits = limits;
        this.classes = List.copyOf(classes);
        this.files = SplitAssignment.assignFrom(splits, listing.images());
        this.otherFiles = List.copyOf(listing.others());
    }

    private record FolderListing(List<LabelledFile> images, List<Path> others) {}

    /**
     * Lists the folder.
     *
     * @throws DatasetException if there is no such folder or no image in it, or if {@code splits.csv} is malformed or
     *     does not name exactly the images that are there
     */
    public static ImageFolder open(Path directory, DecodeLimits limits) {
        return list(directory, limits, directory.resolve(SplitsFile.NAME));
    }

    /**
     * Lists the folder, with the splits of a file that may lie elsewhere.
     *
     * @throws DatasetException as {@link #open(Path, DecodeLimits)}, and if there is no such file
     */
    public static ImageFolder open(Path directory, DecodeLimits limits, Path splits) {
        if (!Files.isRegularFile(splits)) {
            throw new DatasetException(splits + ": expected a splits file, found none");
        }
        return list(directory, limits, splits);
    }

    private static ImageFolder list(Path directory, DecodeLimits limits, Path splits) {
        if (!Files.isDirectory(directory)) {
            throw new DatasetException(directory + ": expected a folder of <class>/<image>, found "
                    + (Files.exists(directory) ? "a file" : "nothing"));
        }
        FolderListing listing = new FolderListing(new ArrayList<>(), new ArrayList<>());
        List<String> classes = new ArrayList<>();
        List<Path> top = visible(directory);
        for (Path entry : top) {
            if (Files.isDirectory(entry)) {
                String className = entry.getFileName().toString();
                classes.add(className);
                visible(entry).forEach(file -> add(listing, file, className, className + "/" + file.getFileName()));
            }
        }
        List<Path> topFiles = top.stream()
                .filter(entry -> !Files.isDirectory(entry))
                .filter(entry -> !entry.getFileName().toString().equals(SplitsFile.NAME))
                .toList();
        if (classes.isEmpty()) {
            String className =
                    directory.toAbsolutePath().normalize().getFileName().toString();
            classes.add(className);
            topFiles.forEach(
                    file -> add(listing, file, className, file.getFileName().toString()));
        } else {
            listing.others().addAll(topFiles);
        }
        if (listing.images().isEmpty()) {
            throw new DatasetException(directory + ": expected images (" + String.join(", ", sorted(EXTENSIONS))
                    + ") in class folders, found none in " + classes);
        }
        return new ImageFolder(directory, limits, classes, listing, splits);
    }

    /** What names of images end in, in small letters, without the dot. */
    public static Set<String> extensions() {
        return EXTENSIONS;
    }

    public Path directory() {
        return directory;
    }

    /** Class names, sorted; a class's place here is its index. A class folder without images is listed too. */
    public List<String> classes() {
        return classes;
    }

    /** Images, by class and then by name, sorted. */
    public List<LabelledFile> files() {
        return files;
    }

    /** What was found and is no image by its name, nested folders included: nothing reads these. */
    public List<Path> otherFiles() {
        return otherFiles;
    }

    /** Decodes one image within the limits that the folder was opened with. */
    public PixelImage decode(LabelledFile file) throws UnreadableImageException {
        return ImageDecoder.decode(file.path(), limits);
    }

    private static void add(FolderListing listing, Path file, String className, String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (Files.isRegularFile(file) && EXTENSIONS.contains(extension)) {
            listing.images().add(new LabelledFile(file, name, className, null, null));
        } else {
            listing.others().add(file);
        }
    }

    private static List<Path> visible(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(directory + ": expected a readable folder, found: " + e, e);
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
