package dev.flawsmith.training.encoder;

import dev.flawsmith.dataset.procedural.SceneGenerator;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.sampling.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes the batch of any step as a pure function of (seed, step): scenes from a pool that is drawn anew every so many
 * passes, neighbours on one surface always in the same batch, each scene in two views. Keeps the last pool; not thread-safe.
 */
final class PairSource {
    /** Pixels of a scene's side for each of the network's input. */
    private static final double OVERSAMPLING = 1.25;

    private final ContrastiveConfig config;
    private final int size;
    private final Noise random;
    private final SceneGenerator scenes = new SceneGenerator();
    private final Disguise disguise;
    private long poolNumber = -1;
    private List<PixelImage> pool = List.of();

    /** @param size width and height of the network's input */
    PairSource(ContrastiveConfig config, int size) {
        this.config = config;
        this.size = size;
        this.random = new Noise(config.seed(), 0);
        this.disguise = new Disguise(size);
    }

    /** Steps for which a pool lasts. */
    long stepsPerPool() {
        return (long) config.poolPasses() * stepsPerPass();
    }

    private long stepsPerPass() {
        return config.poolSize() / config.pairs();
    }

    /**
     * The batch of a step, from 0: {@code [2 * pairs, size, size]} in [-1, 1]; views {@code i} and {@code pairs + i} show the
     * same scene.
     */
    float[] at(long step) {
        prepare(step / stepsPerPool());
        int pass = Math.toIntExact(step / stepsPerPass());
        int[] order = random.permutation(pass, config.poolSize() / 2);
        int first = (int) (step % stepsPerPass()) * (config.pairs() / 2);
        int n = config.pairs();
        float[] batch = new float[2 * n * size * size];
        IntStream.range(0, n).forEach(i -> {
            PixelImage scene = scene(order, first, i);
            PixelImage other = scene(order, first, (i + 2 + i % 7) % n);
            SplittableRandom own = new SplittableRandom(random.bits(Math.toIntExact(step), config.poolSize() + i));
            put(batch, i, disguise.mild(scene, other, own));
            put(batch, n + i, disguise.strong(scene, other, own));
        });
        return batch;
    }

    private PixelImage scene(int[] order, int first, int i) {
        return pool.get(2 * order[first + i / 2] + i % 2);
    }

    private void put(float[] batch, int row, float[] view) {
        for (int p = 0; p < view.length; p++) {
            batch[row * view.length + p] = view[p] / 127.5f - 1;
        }
    }

    private void prepare(long number) {
        if (number == poolNumber) {
            return;
        }
        long first = number * config.poolSize() / 2;
        int side = (int) Math.round(OVERSAMPLING * size);
        List<List<PixelImage>> drawn = IntStream.range(0, config.poolSize() / 2)
                .parallel()
                .mapToObj(i -> scenes.neighbours(config.seed() * 0x9E3779B97F4A7C15L + first + i, side))
                .toList();
        List<PixelImage> all = new ArrayList<>(config.poolSize());
        drawn.forEach(all::addAll);
        pool = all;
        poolNumber = number;
    }
}
