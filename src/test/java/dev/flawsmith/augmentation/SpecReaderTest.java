package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.guard.GuardPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    private static final String SMALLEST = "model: m\nclasses: {a: 3}\nseed: 7\n";

    @Test
    void theSmallestSpecTakesTheDefaults() {
        DatasetSpec spec = SpecReader.read(SMALLEST).spec();
        assertEquals(Map.of("m", 1.0), spec.models());
        assertEquals(Map.of("a", 3L), spec.classes());
        assertEquals(7, spec.seed());
        assertEquals(GuardPolicy.RESAMPLE, spec.guard());
        assertEquals(0.97, spec.nearDuplicates());
        assertEquals(List.of(ExportFormat.IMAGEFOLDER), spec.formats());
        assertEquals(Map.of("train", 1.0), spec.splits());
        assertEquals(20, spec.candidates());
        assertNull(spec.quality());
        assertNull(spec.reference());
    }

    @Test
    void everyFieldArrives() {
        DatasetSpec spec = SpecReader.read("""
                        name: strips-1
                        models: {x: 2, y: 1}
                        balance: {like: photos, to: max}
                        prompts: {a: [{text: one, share: 3}, {text: two}]}
                        seed: 0
                        sampler: {name: euler, steps: 9, guidance_scale: 1.2, guidance_interval: [0.1, 3], guidance_rescale: 0.5}
                        guard: flag
                        near_duplicates: allow
                        quality: {at_least: 0.6, steps: 10}
                        include: others
                        splits: {train: 3, test: 1}
                        formats: [coco, parquet]
                        candidates: 5
                        checks:
                          class_shares: equal
                          brightness: {min: 3, max: 250, outside: 0.1}
                          copies: 0.01
                          frechet_distance: {at_most: 2, encoder: pixels}
                          balance: {at_most: 0.3, attributes: [contrast]}
                        """).spec();
        assertEquals(List.of("x", "y"), List.copyOf(spec.models().keySet()));
        assertEquals(new DatasetSpec.Balance(Path.of("photos"), null), spec.balance());
        assertEquals(Path.of("photos"), spec.reference(), "what is balanced is the reference where none is named");
        assertEquals(
                List.of(new DatasetSpec.Prompt("one", 3), new DatasetSpec.Prompt("two", 1)),
                spec.prompts().get("a"));
        assertEquals(new DatasetSpec.Sampler("euler", 9L, 1.2, List.of(0.1, 3.0), 0.5), spec.sampler());
        assertEquals(1, spec.nearDuplicates());
        assertEquals(new DatasetSpec.Quality(0.6, 10), spec.quality());
        assertEquals(Map.of(), spec.checks().classShares());
        assertEquals(
                new DatasetSpec.Limits(new DatasetSpec.Range(3, 250), 0.1),
                spec.checks().brightness());
        assertNull(spec.checks().contrast());
        assertEquals(0.01, spec.checks().copies());
        assertEquals(new DatasetSpec.Frechet(2, "pixels"), spec.checks().frechetDistance());
        assertEquals(
                new DatasetSpec.Alike(0.3, List.of(Attribute.CONTRAST)),
                spec.checks().balance());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    guart: off                         | 4 | guart                 | expected one of
                    size: large                        | 4 | size                  | expected integer, found string
                    guard: maybe                       | 4 | guard                 | resample, block, flag, off
                    guard: 5                           | 0 | guard                 | resample, block, flag, off
                    formats: [png]                     | 4 | formats.0             | imagefolder
                    sampler: {stepz: 3}                | 4 | sampler.stepz         | steps
                    balance: {like: x, to: max}        | 4 | balance               | found both
                    quality: {at_least: 0.5}           | 4 | quality               | expected a reference
                    prompts: {b: [{text: t}]}          | 4 | prompts.b             | expected a class of classes
                    checks: {brightness: {min: 9, max: 2}} | 4 | checks.brightness | expected min below max
                    checks: {balance: {at_most: 0.1}}  | 4 | checks.balance        | expected a reference
                    candidates: 0                      | 4 | candidates            | minimum
                    """)
    void whatIsWrongIsNamedWithItsLine(String line, int number, String field, String message) {
        SpecException e = assertThrows(SpecException.class, () -> SpecReader.read(SMALLEST + line + "\n"));
        SpecProblem problem = e.problems().get(0);
        assertEquals(field, problem.field(), e.getMessage());
        assertEquals(number, problem.line(), e.getMessage());
        assertTrue(problem.message().contains(message), e.getMessage());
    }

    @Test
    void everyProblemIsToldAtOnce() {
        SpecException e = assertThrows(
                SpecException.class, () -> SpecReader.read("model: m\nseed: -1\nclasses: {a: many}\nx: 1\n"));
        assertEquals(3, e.problems().size(), e.getMessage());
    }

    /** What breaks the schema hides nothing that contradicts itself elsewhere, and is not blamed a second time. */
    @Test
    void aContradictionIsToldBesideWhatBreaksTheSchema() {
        SpecException e = assertThrows(SpecException.class, () -> SpecReader.read("""
                        seed: -1
                        classes: {a: many}
                        prompts: {b: [{text: t}]}
                        checks: {brightness: {min: 9, max: 2}, contrast: {min: high, max: 2}}
                        """));
        assertEquals(
                List.of("", "seed", "classes.a", "checks.brightness", "checks.contrast.min"),
                e.problems().stream().map(SpecProblem::field).toList(),
                e.getMessage());
    }

    @Test
    void aGuardThatIsOffSeesNoCopies() {
        SpecException e = assertThrows(
                SpecException.class, () -> SpecReader.read(SMALLEST + "guard: off\nchecks: {copies: 0}\n"));
        assertEquals("checks.copies", e.problems().get(0).field());
    }

    @Test
    void aFieldGivenTwiceIsRefused() {
        SpecException e = assertThrows(SpecException.class, () -> SpecReader.read(SMALLEST + "seed: 8\n"));
        assertTrue(String.valueOf(e.getMessage()).contains("seed"), e.getMessage());
    }

    @Test
    void whatIsNoSpecIsRefused() {
        assertThrows(SpecException.class, () -> SpecReader.read(""));
        assertThrows(SpecException.class, () -> SpecReader.read("- a\n- b\n"));
        assertThrows(SpecException.class, () -> SpecReader.read("model: [\n"));
        assertThrows(SpecException.class, () -> SpecReader.read(SMALLEST + "name: " + "[".repeat(40) + "]".repeat(40)));
        SpecException alias = assertThrows(
                SpecException.class, () -> SpecReader.read(SMALLEST + "name: &n strips\ndescription: *n\n"));
        assertTrue(String.valueOf(alias.getMessage()).contains("line 5: expected values, found the alias *n"));
        SpecException two = assertThrows(SpecException.class, () -> SpecReader.read(SMALLEST + "---\nseed: 9\n"));
        assertTrue(String.valueOf(two.getMessage()).contains("another document"), two.getMessage());
        SpecException none = assertThrows(SpecException.class, () -> SpecReader.read("seed: 1\n"));
        assertTrue(String.valueOf(none.getMessage()).contains("model or models"), none.getMessage());
    }
}
