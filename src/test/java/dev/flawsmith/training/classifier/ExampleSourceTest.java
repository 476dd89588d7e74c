package dev.flawsmith.training.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExampleSourceTest {
    private static final ClassifierConfig CONFIG = new ClassifierConfig(10, 400, 1e-3, 0, 0, 0, true, false, 5);

    /** Images of 2×2 whose values name them; nine of class 0 for each of class 1. */
    private static ClassifierExamples examples(double firstWeight) {
        List<ClassifierExamples.Example> examples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            float[] values = new float[4];
            Arrays.fill(values, i / 10f);
            examples.add(new ClassifierExamples.Example(values, i < 9 ? 0 : 1, i == 0 ? firstWeight : 1));
        }
        return new ClassifierExamples(2, List.of("many", "few"), examples);
    }

    private static int[] counts(ExampleSource source, int steps) {
        int[] counts = new int[10];
        for (int step = 0; step < steps; step++) {
            ExampleSource.Batch batch = source.at(step);
            for (int i = 0; i < batch.classes().length; i++) {
                counts[Math.round(10 * batch.images()[4 * i])]++;
            }
        }
        return counts;
    }

    @Test
    void classesComeEvenlyAndExamplesByTheirWeights() {
        int[] counts = counts(new ExampleSource(examples(4), CONFIG), 20);
        assertEquals(4000, counts[9], 250);
        assertEquals(4000 * 4 / 12.0, counts[0], 200);
        assertEquals(4000 / 12.0, counts[1], 120);
    }

    @Test
    void unbalancedExamplesComeByTheirWeightsAlone() {
        ClassifierConfig plain = new ClassifierConfig(10, 400, 1e-3, 0, 0, 0, false, false, 5);
        int[] counts = counts(new ExampleSource(examples(1), plain), 20);
        assertEquals(800, counts[9], 150);
        assertEquals(800, counts[0], 150);
    }

    @Test
    void aBatchIsAFunctionOfSeedAndStep() {
        ClassifierConfig augmented = CONFIG.withAugment(true);
        ClassifierExamples examples = ToyClasses.examples(3, 1);
        float[] batch = new ExampleSource(examples, augmented).at(7).images();
        ExampleSource again = new ExampleSource(examples, augmented);
        again.at(3);
        assertArrayEquals(batch, again.at(7).images());
        assertFalse(Arrays.equals(batch, again.at(8).images()));
        assertFalse(Arrays.equals(
                batch, new ExampleSource(examples, augmented.withSeed(6)).at(7).images()));
    }

    @Test
    void augmentationLeavesTheExamplesThemselvesAlone() {
        ClassifierExamples examples = ToyClasses.examples(1, 1);
        float[] before = examples.examples().get(0).values().clone();
        new ExampleSource(examples, CONFIG.withAugment(true)).at(0);
        assertArrayEquals(before, examples.examples().get(0).values());
    }
}
