package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flawsmith.model.ConvolutionShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {
    @Test
    void takesTheCostliestShapesUntilTheyMakeFourFifthsOfTheWork() {
        ConvolutionShape great = new ConvolutionShape(10, 10, 3, 10); // 180,000 FLOP
        ConvolutionShape often = new ConvolutionShape(10, 10, 1, 10); // 20,000 FLOP, ten times: 200,000
        ConvolutionShape small = new ConvolutionShape(1, 10, 3, 10); // 18,000 FLOP
        List<ConvolutionShape> network = new ArrayList<>(List.of(small, great));
        network.addAll(Collections.nCopies(10, often));
        Map<ConvolutionShape, Integer> dominating = MachineLimits.dominating(network);
        assertEquals(List.of(often, great), List.copyOf(dominating.keySet()));
        assertEquals(List.of(10, 1), List.copyOf(dominating.values()));
    }
}
