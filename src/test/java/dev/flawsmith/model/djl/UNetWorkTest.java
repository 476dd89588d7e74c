package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.ConvolutionShape;
import dev.flawsmith.model.UNetConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UNetWorkTest {
    static List<UNetConfig> networks() {
        return List.of(
                UNetTest.TOY,
                UNetConfig.standard(1, 64, 7, 384),
                UNetConfig.standard(3, 32, 2, 384),
                new UNetConfig(3, 32, 1, List.of(8, 8, 12), List.of(2, 1, 3), 16, 4, 10, 2, 6, 2));
    }

    /** The other way round: every weight of the real network is used once for every pixel of its level. */
    @ParameterizedTest
    @MethodSource("networks")
    void countsEveryWeightOfTheNetworkOnceAPixel(UNetConfig config) {
        long convolutions = 0;
        long dense = 0;
        long attention = 0;
        for (DjlNetwork.TensorSpec tensor : DjlNetwork.tensors(config)) {
            long side = (config.imageSize() / config.patch()) >> level(tensor.name(), config);
            if (tensor.shape().length == 4) {
                convolutions += 2L * tensor.size() * side * side;
            } else if (tensor.shape().length == 2) {
                dense += 2L * tensor.size();
            }
            if (tensor.name().endsWith("attention.projection.weight")) {
                long tokens = side * side;
                attention += 2 * 2 * tokens * tokens * tensor.shape()[0]; // q kᵀ, then the weighted values
            }
        }
        UNetWork work = UNetWork.of(config);
        assertEquals(
                convolutions,
                work.convolutions().stream().mapToLong(ConvolutionShape::flops).sum());
        assertEquals(dense, work.denseFlops());
        assertEquals(attention, work.attentionFlops());
        assertEquals(convolutions + dense + attention, work.flops());
        assertTrue(attention > 0 && dense > 0);
    }

    /** {@code down.1.0.conv1.weight} is of level 1; the middle is as coarse as the last level. */
    private static int level(String name, UNetConfig config) {
        String[] parts = name.split("\\.");
        return switch (parts[0]) {
            case "down", "up" -> Integer.parseInt(parts[1]);
            case "middle" -> config.channels().size() - 1;
            default -> 0;
        };
    }

    /** By hand: one level of one block, 4 channels on a 2×2 grid, no attention but the middle's. */
    @Test
    void agreesWithACountByHand() {
        UNetConfig config = new UNetConfig(1, 2, 1, List.of(4), List.of(1), 1, 4, 2, 1, 1, 2);
        long in = 2 * 1 * 4 * 9 * 4;
        long square = 2 * 4 * 4 * 9 * 4;
        long wide = 2 * 8 * 4 * 9 * 4 + 2 * 8 * 4 * 4; // the skip's channels come in, so the block projects
        long attention = 2 * 4 * 12 * 4 + 2 * 4 * 4 * 4 + 2 * (2 * 4 * 4 * 4);
        long embedding = 2 * 2 * (2 + 1 + 1 + 2 + 2) + 4 * (2 * 2 * 8);
        long blocks = 2 * square + 4 * square + wide + square; // down, two in the middle, up
        assertEquals(
                in + blocks + attention + in + embedding, UNetWork.of(config).flops());
    }

    @Test
    void theBundledNetworkTakesAboutOneAndAQuarterGigaflop() {
        assertEquals(1.25e9, UNetWork.of(UNetConfig.standard(1, 64, 7, 384)).flops(), 0.15e9);
    }
}
