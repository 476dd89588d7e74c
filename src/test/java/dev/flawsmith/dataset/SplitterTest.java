package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitterTest {
    /** 40 photos of class a, of which numbers 0 to 9 are copies of two scenes, and 20 of class b. */
    private static PhotoSet photos() {
        List<Photo> photos = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            PixelImage scene = TestPhotos.scene(32, i < 10 ? 1000 + i % 2 : i);
            photos.add(
                    i < 40 ? TestPhotos.photo("a", 0, i + ".png", scene) : TestPhotos.photo("b", 1, i + ".png", scene));
        }
        return new PhotoSet(List.of("a", "b"), photos);
    }

    private static SplitPlan seeded(long seed) {
        return new SplitPlan(0.6, 0.2, 0.2, 0.97, seed);
    }

    private static Map<String, Integer> counts(SplitsFile splits) {
        Map<String, Integer> counts = new HashMap<>();
        splits.rows()
                .forEach(row -> counts.merge(row.className() + " " + row.split().label(), 1, Integer::sum));
        return counts;
    }

    @Test
    void groupsNeverStraddle() {
        for (long seed = 0; seed < 6; seed++) {
            Map<String, Set<Split>> splits = new HashMap<>();
            for (SplitsFile.Row row : Splitter.split(photos(), seeded(seed)).rows()) {
                splits.computeIfAbsent(String.valueOf(row.duplicateGroup()), group -> new HashSet<>())
                        .add(row.split());
            }
            assertEquals(2 + 30 + 20, splits.size());
            splits.forEach((group, in) -> assertEquals(1, in.size(), group));
        }
    }

    @Test
    void everyClassIsDividedByTheFractions() {
        assertEquals(
                Map.of("a train", 24, "a holdout", 8, "a test", 8, "b train", 12, "b holdout", 4, "b test", 4),
                counts(Splitter.split(photos(), SplitPlan.DEFAULT)));
        assertEquals(
                Map.of("a train", 20, "a test", 20, "b train", 10, "b test", 10),
                counts(Splitter.split(photos(), new SplitPlan(0.5, 0, 0.5, 0.97, 1))));
    }

    @Test
    void theSeedDecides() {
        assertEquals(Splitter.split(photos(), seeded(3)), Splitter.split(photos(), seeded(3)));
        assertNotEquals(Splitter.split(photos(), seeded(3)), Splitter.split(photos(), seeded(4)));
    }

    @Test
    void aClassKeepsItsSplitWhenAnotherOneGoes() {
        List<Photo> onlyB = photos().photos().subList(40, 60);
        assertEquals(
                Splitter.split(photos(), SplitPlan.DEFAULT).rows().subList(40, 60),
                Splitter.split(new PhotoSet(List.of("b"), onlyB), SplitPlan.DEFAULT)
                        .rows());
    }

    @Test
    void theWrittenFileIsReadWithTheFolder(@TempDir Path folder) throws Exception {
        for (Photo photo : photos().photos()) {
            TestPhotos.write(folder, photo.file().name(), photo.image());
        }
        PhotoSet loaded = PhotoSet.load(
                ImageFolder.open(folder, DecodeLimits.DEFAULT), file -> true, 32, 1, DecodeLimits.DEFAULT);
        SplitsFile splits = Splitter.split(loaded, SplitPlan.DEFAULT);
        splits.write(folder.resolve(SplitsFile.NAME));
        List<LabelledFile> files =
                ImageFolder.open(folder, DecodeLimits.DEFAULT).files();
        for (int i = 0; i < 60; i++) {
            assertEquals(splits.rows().get(i).file(), files.get(i).name());
            assertEquals(splits.rows().get(i).split(), files.get(i).split());
            assertEquals(splits.rows().get(i).duplicateGroup(), files.get(i).duplicateGroup());
        }
    }

    @Test
    void refusesFractionsThatDoNotAddUp() {
        assertThrows(IllegalArgumentException.class, () -> new SplitPlan(0.6, 0.2, 0.1, 0.97, 0));
        assertThrows(IllegalArgumentException.class, () -> new SplitPlan(1.2, -0.2, 0, 0.97, 0));
        assertThrows(IllegalArgumentException.class, () -> new SplitPlan(0.6, 0.2, 0.2, 1, 0));
    }
}
