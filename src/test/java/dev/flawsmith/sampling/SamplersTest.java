package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplersTest {
    @Test
    void everyNameLeadsToTheSamplerOfThatName() {
        List<String> names = Samplers.names();
        assertEquals(List.of("euler", "heun", "dpmpp-2m"), names);
        assertEquals(names.size(), new HashSet<>(names).size());
        for (String name : names) {
            assertEquals(name, Samplers.named(name).name());
        }
    }

    @Test
    void refusesAnUnknownNameAndListsTheKnownOnes() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Samplers.named("Heun"));
        assertEquals("expected a sampler out of [euler, heun, dpmpp-2m], found \"Heun\"", refused.getMessage());
    }
}
