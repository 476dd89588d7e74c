package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetPlanTest {
    private static DatasetPlan plan(String text) {
        DatasetSpec spec = SpecReader.read(text).spec();
        return DatasetPlan.of(spec, java.util.Objects.requireNonNull(spec.classes()));
    }

    @Test
    void imagesAreNumberedClassAfterClassInTheirShares() {
        DatasetPlan plan = plan("""
                models: {x: 2, y: 1}
                classes: {a: 6, b: 5, c: 0}
                prompts: {b: [{text: one, share: 3}, {text: two}]}
                seed: 100
                """);
        assertEquals(11, plan.images());
        assertEquals(
                List.of(
                        new DatasetPlan.Run("x", "a", null, 0, 4),
                        new DatasetPlan.Run("y", "a", null, 4, 2),
                        new DatasetPlan.Run("x", "b", "one", 6, 3),
                        new DatasetPlan.Run("x", "b", "two", 9, 1),
                        new DatasetPlan.Run("y", "b", "one", 10, 1)),
                plan.runs());
        for (DatasetPlan.Run run : plan.runs()) {
            assertEquals(run, plan.run(run.first()));
            assertEquals(run, plan.run(run.end() - 1));
        }
    }

    @Test
    void sharesAreAppportionedByLargestRemainder() {
        assertArrayEquals(new long[] {4, 3, 3}, DatasetPlan.apportion(10, List.of(1.0, 1.0, 1.0)));
        assertArrayEquals(new long[] {7, 3}, DatasetPlan.apportion(10, List.of(0.7, 0.3)));
        assertArrayEquals(new long[] {0, 1}, DatasetPlan.apportion(1, List.of(0.2, 0.8)));
    }

    @Test
    void everyCandidateHasASeedOfItsOwn() {
        DatasetPlan plan = plan("model: m\nclasses: {a: 300}\nseed: 7\n");
        assertEquals(7, plan.seed(0, 0));
        assertEquals(306, plan.seed(299, 0));
        Set<Long> seeds = new HashSet<>();
        for (int index = 0; index < 300; index++) {
            for (int candidate = 0; candidate < 20; candidate++) {
                long seed = plan.seed(index, candidate);
                assertTrue(seed >= 0);
                assertTrue(seeds.add(seed));
            }
        }
    }

    @Test
    void splitsAreSpreadOverEveryClass() {
        DatasetPlan plan =
                plan("model: m\nclasses: {a: 200, b: 100}\nseed: 7\nsplits: {train: 8, validation: 1, test: 1}\n");
        for (DatasetPlan.Run run : plan.runs()) {
            for (Map.Entry<String, Double> share :
                    Map.of("train", 0.8, "validation", 0.1, "test", 0.1).entrySet()) {
                long count = 0;
                for (long i = run.first(); i < run.end(); i++) {
                    count += plan.split(i).equals(share.getKey()) ? 1 : 0;
                }
                assertEquals(share.getValue(), (double) count / run.count(), 0.02, share.getKey());
            }
        }
    }

    /** Twenty prompts of four images each: a split by prompt would never reach a tenth. */
    @Test
    void splitsAreSpreadOverClassesWhateverTheirPrompts() {
        StringBuilder prompts = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            prompts.append("{text: p").append(i).append("}, ");
        }
        DatasetPlan plan = plan("model: m\nclasses: {a: 80}\nseed: 7\nsplits: {train: 8, validation: 1, test: 1}\n"
                + "prompts: {a: [" + prompts + "]}\n");
        assertEquals(20, plan.runs().size());
        long validation = 0;
        for (long i = 0; i < plan.images(); i++) {
            validation += plan.split(i).equals("validation") ? 1 : 0;
        }
        assertEquals(8.0, (double) validation, 2.0);
    }
}
