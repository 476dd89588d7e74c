package dev.flawsmith.utility;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.sampling.Noise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Real photos that an arm, and the generator that serves it, may learn from.
 *
 * @param number of the draw, from 0
 * @param real by class, then as they stand in the folder
 * @param unused the other photos of train, near-duplicates of a real one left out
 */
public record RealDraw(int number, List<Photo> real, List<Photo> unused) {
    /** The stream of noise that draws come from. */
    private static final int STREAM = 16;

    public RealDraw {
        real = List.copyOf(real);
        unused = List.copyOf(unused);
    }

    /** The folder that a draw is written to, and where images made for it are looked for. */
    public String folder() {
        return "draw-" + number;
    }

    /**
     * Draws photos: a function of the photos, the seed and the draw's number. Of a near-duplicate group at most one photo is
     * drawn; the rest of it is in no draw's unused photos.
     *
     * @param train the photos of train
     * @param classes how many classes there are
     * @param perClass photos of each class; null for all of them
     * @throws IllegalArgumentException if a class has too few groups
     */
    public static RealDraw of(
            List<Photo> train, List<String> classes, @Nullable Integer perClass, long seed, int number) {
        if (perClass == null) {
            return new RealDraw(number, train, List.of());
        }
        Noise random = new Noise(seed, STREAM);
        List<Photo> real = new ArrayList<>();
        Set<String> groups = new HashSet<>(); // over all classes: a near-duplicate's label may be another
        for (int c = 0; c < classes.size(); c++) {
            int wanted = c;
            List<Photo> members =
                    train.stream().filter(p -> p.classIndex() == wanted).toList();
            int[] order = random.permutation(Math.addExact(Math.multiplyExact(number, 1024), c), members.size());
            Set<Integer> chosen = new TreeSet<>();
            for (int i = 0; i < order.length && chosen.size() < perClass; i++) {
                String group = members.get(order[i]).file().duplicateGroup();
                if (group == null || groups.add(group)) {
                    chosen.add(order[i]);
                }
            }
            if (chosen.size() < perClass) {
                throw new IllegalArgumentException("per-class: expected at most " + chosen.size()
                        + ", the train photos of " + classes.get(c) + " that are no near-duplicates, found "
                        + perClass);
            }
            chosen.forEach(i -> real.add(members.get(i)));
        }
        Set<Photo> drawn = Collections.newSetFromMap(new IdentityHashMap<>());
        drawn.addAll(real);
        List<Photo> unused = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int wanted = c;
            train.stream()
                    .filter(photo -> photo.classIndex() == wanted && !drawn.contains(photo))
                    .filter(photo -> photo.file().duplicateGroup() == null
                            || !groups.contains(photo.file().duplicateGroup()))
                    .forEach(unused::add);
        }
        return new RealDraw(number, real, unused);
    }

    /** Real photos of each class. */
    int[] counts(int classes) {
        int[] counts = new int[classes];
        real.forEach(photo -> counts[photo.classIndex()]++);
        return counts;
    }
}
