package dev.flawsmith.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Joins the images of a folder with its {@code splits.csv}, which must name exactly these. */
final class SplitAssignment {
    private SplitAssignment() {}

    static List<LabelledFile> assign(Path directory, List<LabelledFile> files) {
        return assignFrom(directory.resolve(SplitsFile.NAME), files);
    }

    /** The same with the rows of another file; without such a file nothing is assigned. */
    static List<LabelledFile> assignFrom(Path path, List<LabelledFile> files) {
        if (!Files.exists(path)) {
            return List.copyOf(files);
        }
        return join(path, SplitsFile.read(path).byFile(), files);
    }

    /** The files with split and group taken from the rows; the map is emptied of the rows that were used. */
    private static List<LabelledFile> join(Path path, Map<String, SplitsFile.Row> rows, List<LabelledFile> files) {
        List<LabelledFile> assigned = new ArrayList<>();
        for (LabelledFile file : files) {
            SplitsFile.Row row = rows.remove(file.name());
            if (row == null) {
                throw new DatasetException(
                        path + ", field file: expected a row for every image, found none for " + file.name());
            }
            if (!row.className().equals(file.className())) {
                throw new DatasetException(
                        path + ", line " + row.line() + ", field class: expected \"" + file.className()
                                + "\" (the folder of " + file.name() + "), found \"" + row.className() + "\"");
            }
            assigned.add(
                    new LabelledFile(file.path(), file.name(), file.className(), row.split(), row.duplicateGroup()));
        }
        rows.values().stream()
                .min(Comparator.comparingInt(SplitsFile.Row::line))
                .ifPresent(row -> {
                    throw new DatasetException(path + ", line " + row.line() + ", field file: expected an image in "
                            + "the folder, found none named \"" + row.file() + "\"");
                });
        return List.copyOf(assigned);
    }
}
