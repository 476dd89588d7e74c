package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.Samplers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepsBenchTest {
    @ParameterizedTest
    @CsvSource({"euler, 4, 4", "dpmpp-2m, 18, 18", "heun, 4, 2", "heun, 18, 9", "heun, 1, 1", "heun, 50, 25"})
    void asManyStepsAsTheEvaluationsAllow(String sampler, int evaluations, int steps) {
        assertEquals(steps, StepsBench.stepsFor(Samplers.named(sampler), evaluations));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8, 10, 12, 18, 36, 50})
    void noSamplerSpendsMoreThanItMay(int evaluations) {
        for (String name : Samplers.forDenoisers()) {
            Sampler sampler = Samplers.named(name);
            int steps = StepsBench.stepsFor(sampler, evaluations);
            assertTrue(steps == 0 || sampler.evaluations(steps) <= evaluations, name);
            assertTrue(sampler.evaluations(steps + 1) > evaluations, name);
        }
    }

    @Test
    void whereOneStepCostsMoreThereIsNone() {
        assertEquals(0, StepsBench.stepsFor(Samplers.named("euler"), 0));
    }
}
