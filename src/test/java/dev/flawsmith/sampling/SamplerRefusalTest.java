package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sampler cannot run it refuses by name, before any evaluation. */
class SamplerRefusalTest {
    private static final TrainingLevels TRAINING = TrainingLevels.of(BetaSchedule.LINEAR, 1000, 1e-4, 0.02);
    private static final NoiseLevel CLEAN = NoiseLevel.ofSigma(0);
    private static final NoiseSchedule WITHOUT_SIGNAL =
            new StridedSchedule(TRAINING.withZeroTerminalSnr(0), TimestepSpacing.TRAILING, 0, CLEAN, true);

    @Test
    void edmChurnWantsLevelsWithoutTimesteps() {
        NoiseSchedule discrete =
                new DiscreteSchedule(TRAINING, SolverFamily.EULER, TimestepSpacing.LINSPACE, 0, Respacing.NONE);
        assertRefused("expected levels with alpha 1 and no timestep for sampler edm-churn", new EdmChurn(), discrete);
    }

    @Test
    void noisePredictorsWantSignal() {
        assertRefused("expected signal at the first level for sampler pndm", new Pndm(), WITHOUT_SIGNAL);
        UniPc noise = new UniPc(new UniPc.Options(2, UniPc.Weight.BH2, false, true, Set.of(), Clipping.NONE));
        assertRefused("expected signal at the first level for sampler unipc", noise, WITHOUT_SIGNAL);
    }

    @Test
    void aStartByRungeKuttaWantsFourSteps() {
        StridedSchedule schedule = new StridedSchedule(TRAINING, TimestepSpacing.LEADING, 0, CLEAN, true);
        Sampler sampler = new PndmRungeKutta(Prediction.EPSILON, schedule);
        var refused =
                assertThrows(IllegalArgumentException.class, () -> sampler.start(schedule.plan(3, new Noise(1, 0), 2)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("expected at least 4 steps"), refused.getMessage());
    }

    @Test
    void consistencySamplingIsNotForDenoisers() {
        List<String> rest = new ArrayList<>(Samplers.names());
        assertTrue(rest.remove("lcm"));
        assertEquals(rest, Samplers.forDenoisers());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesEtasOutOfRange(double eta) {
        assertThrows(IllegalArgumentException.class, () -> new Ddim(eta, Clipping.NONE));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 1, 1", "NaN, 0, 1, 1", "1, -1, 1, 1", "1, 2, 1, 1", "1, 0, 1, 0", "1, 0, 1, Infinity"})
    void refusesChurnThatIsNone(double churn, double sigmaMin, double sigmaMax, double noise) {
        assertThrows(IllegalArgumentException.class, () -> new EdmChurn(churn, sigmaMin, sigmaMax, noise));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, -1})
    void refusesOrdersThatThereAreNot(int order) {
        assertThrows(IllegalArgumentException.class, () -> UniPc.Options.ofOrder(order));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DpmMultistep.Options(order, false, false, false, true, Clipping.NONE));
    }

    private static void assertRefused(String start, Sampler sampler, NoiseSchedule schedule) {
        SamplingPlan plan = schedule.plan(5, new Noise(1, 0), 2);
        var refused = assertThrows(IllegalArgumentException.class, () -> sampler.start(plan));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(start), refused.getMessage());
        assertFalse(String.valueOf(refused.getMessage()).endsWith("found "), refused.getMessage());
    }
}
