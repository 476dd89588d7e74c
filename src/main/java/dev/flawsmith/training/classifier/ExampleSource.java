package dev.flawsmith.training.classifier;

import dev.flawsmith.sampling.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the batch of any step as a pure function of (seed, step): which examples, changed how. Thread-safe. */
final class ExampleSource {
    private final ClassifierExamples examples;
    private final ClassifierConfig config;
    private final Noise random;
    private final @Nullable ClassicalAugmentation augmentation;
    private final List<Pool> pools = new ArrayList<>();

    ExampleSource(ClassifierExamples examples, ClassifierConfig config) {
        this.examples = examples;
        this.config = config;
        this.random = new Noise(config.seed(), 0);
        this.augmentation = config.augment() ? new ClassicalAugmentation(config.seed()) : null;
        int n = examples.examples().size();
        if (config.balanced()) {
            for (int c = 0; c < examples.classes().size(); c++) {
                int wanted = c;
                pools.add(pool(IntStream.range(0, n)
                        .filter(i -> examples.examples().get(i).classIndex() == wanted)
                        .toArray()));
            }
        } else {
            pools.add(pool(IntStream.range(0, n).toArray()));
        }
    }

    /**
     * One batch.
     *
     * @param images {@code [batch, 1, size, size]}
     * @param classes class of each row
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Batch(float[] images, int[] classes) {}

    /** Examples to draw one of: {@code upTo[i]} is the sum of the first i + 1 weights. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pool(int[] members, double[] upTo) {
        int draw(double uniform) {
            int found = Arrays.binarySearch(upTo, uniform * upTo[upTo.length - 1]);
            return members[Math.min(members.length - 1, found >= 0 ? found + 1 : -found - 1)];
        }
    }

    private Pool pool(int[] members) {
        double[] weights = Arrays.stream(members)
                .mapToDouble(i -> examples.examples().get(i).weight())
                .toArray();
        Arrays.parallelPrefix(weights, Double::sum);
        return new Pool(members, weights);
    }

    /** The batch of a step, from 0. */
    Batch at(int step) {
        int n = config.batch();
        int row = examples.size() * examples.size();
        Batch batch = new Batch(new float[n * row], new int[n]);
        for (int i = 0; i < n; i++) {
            Pool pool = pools.get(random.below(pools.size(), step, i));
            ClassifierExamples.Example example = examples.examples().get(pool.draw(random.uniform(step, i)));
            float[] values = augmentation == null
                    ? example.values()
                    : augmentation.apply(example.values(), examples.size(), step, i);
            System.arraycopy(values, 0, batch.images(), i * row, row);
            batch.classes()[i] = example.classIndex();
        }
        return batch;
    }
}
