package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaeConfigTest {
    @ParameterizedTest
    @CsvSource({"1, 128, 4, 4, 32", "3, 64, 4, 12, 16"})
    void theStandardOneQuartersTheSide(int channels, int size, int factor, int latent, int grid) {
        VaeConfig config = VaeConfig.standard(channels, size);
        assertEquals(factor, config.factor());
        assertEquals(new ImageShape(latent, grid, grid), config.latentShape());
        assertEquals(new ImageShape(channels, size, size), config.imageShape());
    }

    @Test
    void moreGridsMakeSmallerLatents() {
        assertEquals(8, new VaeConfig(1, 64, List.of(8, 8, 8), 1, 1).factor());
        assertEquals(2, new VaeConfig(1, 64, List.of(8), 1, 1).factor());
    }

    @Test
    void whatCannotBeBuiltIsRefused() {
        assertTrue(refused(2, 64, List.of(8, 8), 1).contains("1 or 3 image channels, found 2"));
        assertTrue(refused(1, 66, List.of(8, 8), 1).contains("divisible by 4, found 66"));
        assertTrue(refused(1, 64, List.of(8, 6), 1).contains("divisible by 4, found [8, 6]"));
        assertTrue(refused(1, 64, List.of(), 1).contains("1 to 4 grids"));
        assertTrue(refused(1, 64, List.of(8), 0).contains("at least 1 block"));
    }

    private static String refused(int channels, int size, List<Integer> widths, int blocks) {
        return String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> new VaeConfig(channels, size, widths, blocks, blocks))
                .getMessage());
    }
}
