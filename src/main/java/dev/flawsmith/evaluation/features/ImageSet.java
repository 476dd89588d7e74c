package dev.flawsmith.evaluation.features;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.math.FeatureException;
import java.util.List;
import java.util.Objects;

/**
 * Image files of one folder, not opened yet.
 *
 * @param name what messages call it: the folder as it was given, and the split if one was chosen
 * @param files at least one, in a fixed order
 * @param limits within which they are decoded
 */
public record ImageSet(String name, List<LabelledFile> files, DecodeLimits limits) {
    public ImageSet {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new FeatureException(name + ": expected at least one image, found none");
        }
    }

    /** Every image of a folder. */
    public static ImageSet of(ImageFolder folder, DecodeLimits limits) {
        return new ImageSet(folder.directory().toString(), folder.files(), limits);
    }

    /**
     * The images of one split.
     *
     * @throws FeatureException if the folder has no splits, or no image in this one
     */
    public static ImageSet of(ImageFolder folder, Split split, DecodeLimits limits) {
        if (folder.files().stream().allMatch(file -> file.split() == null)) {
            throw new FeatureException(
                    folder.directory() + ": expected a splits file to choose " + split.label() + " from, found none");
        }
        List<LabelledFile> chosen =
                folder.files().stream().filter(file -> split == file.split()).toList();
        return new ImageSet(folder.directory() + " (" + split.label() + ")", chosen, limits);
    }

    /** The class of each file. */
    List<String> classes() {
        return files.stream()
                .map(LabelledFile::className)
                .map(Objects::requireNonNull)
                .toList();
    }
}
