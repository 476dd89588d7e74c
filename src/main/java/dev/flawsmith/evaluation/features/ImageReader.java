package dev.flawsmith.evaluation.features;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.math.FeatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/** Reads the files of one set, several at a time; what cannot be read is told all at once, every file by name. */
final class ImageReader {
    private final ImageSet images;
    private final Map<Integer, String> problems = new TreeMap<>();

    ImageReader(ImageSet images) {
        this.images = images;
    }

    /**
     * SHA-256 of every file's bytes.
     *
     * @throws FeatureException if a file is missing or above the limit
     */
    List<String> hashes() {
        String[] hashes = new String[images.files().size()];
        Map<Integer, String> unread = new ConcurrentSkipListMap<>();
        IntStream.range(0, hashes.length).parallel().forEach(i -> {
            try {
                hashes[i] =
                        Sha256.hex(ImageDecoder.readBytes(images.files().get(i).path(), images.limits()));
            } catch (UnreadableImageException e) {
                unread.put(i, e.reason());
                hashes[i] = "";
            }
        });
        problems.putAll(unread);
        requireNoProblem();
        return Arrays.asList(hashes);
    }

    /**
     * Decodes some files; one that cannot be read is left out and kept in mind.
     *
     * @param hashes what each file's bytes hashed to before
     */
    List<PixelImage> decode(int from, int to, List<String> hashes) {
        Map<Integer, String> unread = new ConcurrentSkipListMap<>();
        Map<Integer, PixelImage> decoded = new ConcurrentSkipListMap<>();
        IntStream.range(from, to).parallel().forEach(i -> {
            LabelledFile file = images.files().get(i);
            try {
                byte[] bytes = ImageDecoder.readBytes(file.path(), images.limits());
                if (!Sha256.hex(bytes).equals(hashes.get(i))) {
                    unread.put(i, "expected a file that stays as it is, found it changed while it was being read");
                    return;
                }
                decoded.put(i, ImageDecoder.decode(bytes, file.name(), images.limits()));
            } catch (UnreadableImageException e) {
                unread.put(i, e.reason());
            }
        });
        problems.putAll(unread);
        return new ArrayList<>(decoded.values());
    }

    boolean hasProblem() {
        return !problems.isEmpty();
    }

    /** @throws FeatureException naming every file that could not be read */
    void requireNoProblem() {
        if (problems.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(images.name() + ": expected "
                + images.files().size() + " images that can be read, found " + problems.size() + " that cannot:");
        problems.forEach((i, reason) -> message.append("\n  ")
                .append(images.files().get(i).name())
                .append(": ")
                .append(reason));
        throw new FeatureException(message.toString());
    }
}
