package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplersTest {
    private static final List<String> NAMES = List.of(
            "euler",
            "heun",
            "dpmpp-2m",
            "euler-ancestral",
            "ddim",
            "ddpm",
            "pndm",
            "dpmpp-2m-sde",
            "unipc",
            "unipc-3",
            "edm-churn",
            "lcm");

    @Test
    void everyNameLeadsToTheSamplerOfThatName() {
        List<String> names = Samplers.names();
        assertEquals(NAMES, names);
        assertEquals(names.size(), new HashSet<>(names).size());
        for (String name : names) {
            assertEquals(name, Samplers.named(name).name());
        }
    }

    @Test
    void refusesAnUnknownNameAndListsTheKnownOnes() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Samplers.named("Heun"));
        assertEquals("expected a sampler out of " + NAMES + ", found \"Heun\"", refused.getMessage());
    }
}
