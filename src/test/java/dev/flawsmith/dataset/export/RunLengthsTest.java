package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.image.PixelImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunLengthsTest {
    /** The strings are those of pycocotools 2.0.11, {@code mask.encode} of the column-major mask. */
    @ParameterizedTest
    @CsvSource({
        "#, 01",
        "..#/..#, 42",
        "##/##, 04",
        "#.##/####/#..#, 031N0101",
        "........................................###.../..........................................#..., `2110015"
    })
    void writesWhatCocoWrites(String rows, String counts) {
        PixelImage mask = TestDataset.mask(rows.split("/"));

        MaskRegion region = MaskRegion.of(mask).get(0);

        assertEquals(counts, RunLengths.of(region, mask.width(), mask.height()).compressed());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void giveNoiseBack(long seed) {
        PixelImage mask = Rasters.noise(seed, 37, 29);

        for (MaskRegion region : MaskRegion.of(mask)) {
            String counts = RunLengths.of(region, 37, 29).compressed();
            assertEquals(Rasters.of(region, 37, 29), Rasters.runs(counts, 37, 29), "seed " + seed);
        }
    }
}
