package dev.flawsmith.dataset;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Photos decoded into memory at one size: cropped to the square in their middle, made grey or RGB, then resized by area.
 *
 * @param classes every class of the folder, also those of which no photo was chosen
 * @param photos in the folder's order
 */
public record PhotoSet(List<String> classes, List<Photo> photos) {
    private static final int LISTED = 20;

    public PhotoSet {
        classes = List.copyOf(classes);
        photos = List.copyOf(photos);
    }

    /**
     * Decodes the chosen files, several at a time.
     *
     * @param which the files to take, for example those of one split
     * @param size width and height of the photos in pixels, at least 1
     * @param channels 1 (grey, Rec. 601 luma) or 3 (RGB)
     * @throws DatasetException if a class folder is empty, if nothing was chosen, or if any chosen file cannot be
     *     decoded: then all such files are reported at once, 20 of them by name
     */
    public static PhotoSet load(
            ImageFolder folder, Predicate<LabelledFile> which, int size, int channels, DecodeLimits limits) {
        PhotoReader reader = new PhotoReader(size, channels, limits);
        requireEveryClassFilled(folder);
        List<LabelledFile> chosen = folder.files().stream().filter(which).toList();
        if (chosen.isEmpty()) {
            throw new DatasetException(folder.directory() + ": expected photos to load, found that none of "
                    + folder.files().size() + " was chosen");
        }
        ConcurrentSkipListMap<Integer, Photo> photos = new ConcurrentSkipListMap<>();
        ConcurrentSkipListMap<Integer, String> problems = new ConcurrentSkipListMap<>();
        IntStream.range(0, chosen.size()).parallel().forEach(i -> {
            LabelledFile file = chosen.get(i);
            try {
                photos.put(i, reader.read(file, folder.classes().indexOf(file.className())));
            } catch (UnreadableImageException e) {
                problems.put(i, file.name() + ": " + e.reason());
            }
        });
        if (!problems.isEmpty()) {
            throw unreadable(folder, new ArrayList<>(problems.values()), chosen.size());
        }
        return new PhotoSet(folder.classes(), new ArrayList<>(photos.values()));
    }

    private static void requireEveryClassFilled(ImageFolder folder) {
        Set<String> filled = new HashSet<>();
        folder.files().forEach(file -> filled.add(file.className()));
        List<String> empty =
                folder.classes().stream().filter(name -> !filled.contains(name)).toList();
        if (!empty.isEmpty()) {
            throw new DatasetException(folder.directory() + ": expected images in every class folder, found none in "
                    + String.join(", ", empty));
        }
    }

    private static DatasetException unreadable(ImageFolder folder, List<String> problems, int chosen) {
        StringBuilder message = new StringBuilder(folder.directory() + ": expected " + chosen
                + " readable images, found " + problems.size() + " that cannot be read:");
        problems.stream()
                .limit(LISTED)
                .forEach(problem -> message.append("\n  ").append(problem));
        if (problems.size() > LISTED) {
            message.append("\n  and ").append(problems.size() - LISTED).append(" more");
        }
        return new DatasetException(message.toString());
    }
}
