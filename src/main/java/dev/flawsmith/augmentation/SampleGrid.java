package dev.flawsmith.augmentation;

import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.ContactSheet;
import dev.flawsmith.image.PixelImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The first synthetic images of each class, a row each. */
final class SampleGrid {
    private static final int PER_CLASS = 10;
    /** The longer side of a larger image on it, in pixels: what it takes must not grow with the photos that were painted onto. */
    private static final int SIDE = 128;
    /** Rows at most; more classes than that do not fit a card. */
    private static final int CLASSES = 20;

    private SampleGrid() {}

    /** A PNG; empty where there is no synthetic image. */
    static byte[] of(DatasetStore store) throws IOException {
        Map<String, List<String>> files = new TreeMap<>();
        store.forEach(image -> {
            if (image.synthetic()) {
                List<String> row = files.computeIfAbsent(image.className(), name -> new ArrayList<>());
                if (row.size() < PER_CLASS) {
                    row.add(image.file());
                }
            }
        });
        List<List<PixelImage>> rows = files.values().stream()
                .limit(CLASSES)
                .map(row -> row.stream().map(file -> small(store.read(file))).toList())
                .toList();
        return rows.isEmpty() ? new byte[0] : DatasetFiles.png(ContactSheet.layOut(rows));
    }

    private static PixelImage small(PixelImage image) {
        int longer = Math.max(image.width(), image.height());
        return longer <= SIDE
                ? image
                : AreaResize.resize(
                        image, Math.max(1, image.width() * SIDE / longer), Math.max(1, image.height() * SIDE / longer));
    }
}
