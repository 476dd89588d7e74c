package dev.flawsmith.utility;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.sampling.Noise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Images that somebody has made, by class, in an order drawn by lot: a smaller ratio's images are among those of a larger.
 *
 * @param byClass in the order of the real photos' classes
 */
public record SyntheticImages(List<List<Photo>> byClass) {
    /** The stream of noise that the order comes from. */
    private static final int STREAM = 17;

    public SyntheticImages {
        byClass = byClass.stream().map(List::copyOf).toList();
    }

    /**
     * Reads as many images of a folder as are needed.
     *
     * @param folder {@code <class>/<image>}
     * @param classes that it must have, and no others
     * @param needed images of each class
     * @param size that images are brought to
     * @param seed of the order
     * @throws DatasetException if classes differ, if there are too few images, or if one cannot be read
     */
    public static SyntheticImages read(Path folder, List<String> classes, int[] needed, int size, long seed) {
        ImageFolder all = ImageFolder.open(folder, DecodeLimits.DEFAULT);
        if (!new HashSet<>(all.classes()).equals(new HashSet<>(classes))) {
            throw new DatasetException(folder + ": expected the classes " + classes + ", found " + all.classes());
        }
        Noise random = new Noise(seed, STREAM);
        List<List<String>> chosen = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int c = 0; c < classes.size(); c++) {
            String className = classes.get(c);
            List<LabelledFile> files = all.files().stream()
                    .filter(f -> f.className().equals(className))
                    .toList();
            if (files.size() < needed[c]) {
                throw new DatasetException(folder + ": expected at least " + needed[c] + " images of " + className
                        + " for the largest ratio, found " + files.size());
            }
            int[] order = random.permutation(c, files.size());
            List<String> first = Arrays.stream(order, 0, needed[c])
                    .mapToObj(i -> files.get(i).name())
                    .toList();
            chosen.add(first);
            names.addAll(first);
        }
        PhotoSet set = PhotoSet.load(all, f -> names.contains(f.name()), size, 1, DecodeLimits.DEFAULT);
        return new SyntheticImages(chosen.stream()
                .map(wanted -> wanted.stream()
                        .map(name -> set.photos().stream()
                                .filter(p -> p.file().name().equals(name))
                                .findFirst()
                                .orElseThrow())
                        .toList())
                .toList());
    }

    /** Images of each class that a draw needs at the largest ratio. */
    public static int[] needed(RealDraw draw, UtilityPlan plan, List<String> classes) {
        return Arrays.stream(draw.counts(classes.size()))
                .map(real -> UtilityPlan.count(plan.maxRatio(), real))
                .toArray();
    }

    /** The first images of each class: {@code ratio} times as many as there are real ones. */
    List<Photo> take(double ratio, int[] real, List<String> classes) {
        List<Photo> taken = new ArrayList<>();
        IntStream.range(0, classes.size())
                .forEach(c -> taken.addAll(byClass.get(c).subList(0, UtilityPlan.count(ratio, real[c]))));
        return taken;
    }

    /** Every image. */
    List<Photo> all() {
        return byClass.stream().flatMap(List::stream).toList();
    }
}
