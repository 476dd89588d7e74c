package dev.flawsmith.utility;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.dataset.SplitsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A draw as a dataset folder, for a generator that is to learn from exactly these photos: copies of them as {@code train},
 * of other photos as {@code holdout}, which a generator's guard is calibrated with. No photo of test is among them.
 */
public final class DrawFolder {
    private DrawFolder() {}

    /**
     * Writes {@code DIR/draw-<number>/<class>/<file>} and its {@code splits.csv}.
     *
     * @param holdout of the whole dataset: stands in where the draw has no unused photos
     * @return the folder
     * @throws IllegalArgumentException if the folder is there and not empty
     */
    public static Path write(RealDraw draw, List<Photo> holdout, Path directory) throws IOException {
        Path folder = directory.resolve(draw.folder());
        if (Files.exists(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new IllegalArgumentException("out: expected no " + folder + " or an empty one, found files");
                }
            }
        }
        List<SplitsFile.Row> rows = new ArrayList<>();
        copy(draw.real(), Split.TRAIN, folder, rows);
        copy(draw.unused().isEmpty() ? holdout : draw.unused(), Split.HOLDOUT, folder, rows);
        new SplitsFile(rows).write(folder.resolve(SplitsFile.NAME));
        return folder;
    }

    private static void copy(List<Photo> photos, Split split, Path folder, List<SplitsFile.Row> rows)
            throws IOException {
        for (Photo photo : photos) {
            LabelledFile file = photo.file();
            Path target = folder.resolve(file.name());
            Files.createDirectories(folder.resolve(file.className()));
            Files.copy(file.path(), target, StandardCopyOption.REPLACE_EXISTING);
            rows.add(new SplitsFile.Row(file.name(), file.className(), split, file.duplicateGroup(), 0));
        }
    }
}
