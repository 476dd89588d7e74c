package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.image.PixelImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExportSampleTest {
    private static final PixelImage MASK = TestDataset.mask("#.", "..");

    @Test
    void takesItsNameFromTheFile() {
        ExportSample sample = sample("Größe 1/000007.png", "Größe 1", MASK, Map.of());

        assertEquals("000007", sample.name());
        assertEquals("Gr__e_1_000007", sample.stem());
    }

    @Test
    void rejectsAFileOfAnotherClassOrForm() {
        for (String file :
                List.of("dent/1.png", "pit/1.jpg", "pit/.png", "pit/a/1.png", "pit/1.2.png", "1.png", "pit")) {
            rejects(
                    file + ": expected pit/<name>.png with a name of letters, digits, _ and -, found that",
                    () -> sample(file, "pit", MASK, Map.of()));
        }
    }

    @Test
    void rejectsAMaskThatIsEmptyOrOfAnotherSize() {
        rejects(
                "pit/1.png: expected a mask with at least one pixel of 255, found an empty one",
                () -> sample("pit/1.png", "pit", TestDataset.mask("..", ".."), Map.of()));
        rejects(
                "pit/1.png: expected a mask of 2x2x1, found PixelImage[3x2x1]",
                () -> sample("pit/1.png", "pit", TestDataset.mask("#..", "..."), Map.of()));
        rejects(
                "pit/1.png: expected a mask of 0 and 255, found a value of 7",
                () -> sample("pit/1.png", "pit", new PixelImage(2, 2, 1, new byte[] {0, 7, 0, 0}), Map.of()));
        rejects(
                "good/1.png: expected no mask for the class good, found one",
                () -> sample("good/1.png", "good", MASK, Map.of()));
    }

    @Test
    void rejectsMetadataThatNotEveryFormatCanHold() {
        rejects(
                "pit/1.png: expected metadata keys of letters, digits and _, none of [class, file, file_name, image,"
                        + " label, mask, split], found \"label\"",
                () -> sample("pit/1.png", "pit", MASK, Map.of("label", 1)));
        rejects(
                "pit/1.png: expected text, a finite number, a truth value or null as metadata score, found NaN",
                () -> sample("pit/1.png", "pit", MASK, Map.of("score", Double.NaN)));
        rejects(
                "pit/1.png: expected text, a finite number, a truth value or null as metadata list, found [1]",
                () -> sample("pit/1.png", "pit", MASK, Map.of("list", List.of(1))));
    }

    @Test
    void rejectsAnUnknownSplit() {
        rejects(
                "pit/1.png: expected a split of [train, validation, test], found \"val\"",
                () -> new ExportSample("pit/1.png", "pit", "val", Path.of("1.png"), 2, 2, 1, MASK, Map.of()));
    }

    @Test
    void rejectsClassesThatAreNotSortedOrNoFileNames() {
        rejects(
                "expected class names, sorted and each once, found [pit, dent]",
                () -> new ExportInfo("set", "", "MIT", List.of("pit", "dent")));
        assertThrows(IllegalArgumentException.class, () -> new ExportInfo("set", "", "MIT", List.of()));
        for (String name : List.of("a/b", "a:b", "..", " a", "a\n", "")) {
            assertThrows(IllegalArgumentException.class, () -> new ExportInfo("set", "", "MIT", List.of(name)), name);
        }
    }

    private static ExportSample sample(
            String file, String className, @Nullable PixelImage mask, Map<String, @Nullable Object> metadata) {
        return new ExportSample(file, className, "train", Path.of("1.png"), 2, 2, 1, mask, metadata);
    }

    private static void rejects(String message, Runnable making) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, making::run).getMessage());
    }
}
