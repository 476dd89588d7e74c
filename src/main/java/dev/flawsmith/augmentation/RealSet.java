package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.DecodeLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder of real photos, of which holdout and test rows never get near a dataset.
 *
 * @param classes its class folders, those without a training photo too
 * @param train what may be counted, shown to a classifier and included: the train rows; all of a folder without splits
 * @param apart what distances are measured to: the holdout rows; all of a folder without splits
 * @param split whether it has splits
 */
public record RealSet(
        Path folder, List<String> classes, List<LabelledFile> train, List<LabelledFile> apart, boolean split) {
    public RealSet {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        apart = List.copyOf(apart);
    }

    /**
     * Lists a folder.
     *
     * @throws DatasetException if there is no such folder, or no photo to take in it
     */
    public static RealSet open(Path folder) {
        ImageFolder images = ImageFolder.open(folder, DecodeLimits.DEFAULT);
        boolean split = images.files().stream().anyMatch(file -> file.split() != null);
        if (!split) {
            return new RealSet(folder, images.classes(), images.files(), images.files(), false);
        }
        List<LabelledFile> train = new ArrayList<>();
        List<LabelledFile> holdout = new ArrayList<>();
        for (LabelledFile file : images.files()) {
            if (file.split() == Split.TRAIN) {
                train.add(file);
            } else if (file.split() == Split.HOLDOUT) {
                holdout.add(file);
            }
        }
        if (train.isEmpty()) {
            throw new DatasetException(folder + ": expected train rows in its splits.csv, found none");
        }
        return new RealSet(folder, images.classes(), train, holdout, true);
    }

    /** Photos of each class that may be taken, by name. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        classes.forEach(name -> counts.put(name, 0L));
        train.forEach(file -> counts.merge(file.className(), 1L, Long::sum));
        return counts;
    }
}
