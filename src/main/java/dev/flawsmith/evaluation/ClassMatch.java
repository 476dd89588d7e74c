package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.features.FeatureSet;
import dev.flawsmith.math.FeatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Rows of two sets of equal number and class mix: of each class as many as the set with fewer has, drawn without
 * replacement. Where a set's classes are unknown, all of it is one class.
 */
final class ClassMatch {
    private final int[] first;
    private final int[] second;
    private final Map<String, Integer> perClass;

    private ClassMatch(List<Integer> first, List<Integer> second, Map<String, Integer> perClass) {
        this.first = toArray(first);
        this.second = toArray(second);
        this.perClass = Collections.unmodifiableMap(perClass);
    }

    /**
     * Matches two sets.
     *
     * @throws FeatureException if they have no class in common
     */
    static ClassMatch of(FeatureSet a, FeatureSet b, long seed) {
        Random random = new Random(seed);
        if (a.classes().isEmpty() || b.classes().isEmpty()) {
            int size = Math.min(a.rows().rows(), b.rows().rows());
            return new ClassMatch(
                    draw(range(a.rows().rows()), size, random),
                    draw(range(b.rows().rows()), size, random),
                    new TreeMap<>());
        }
        Map<String, List<Integer>> left = ClassKernelDistance.rowsByClass(a.classes());
        Map<String, List<Integer>> right = ClassKernelDistance.rowsByClass(b.classes());
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        Map<String, Integer> perClass = new TreeMap<>();
        left.forEach((name, rows) -> {
            List<Integer> others = right.getOrDefault(name, List.of());
            int size = Math.min(rows.size(), others.size());
            if (size > 0) {
                first.addAll(draw(rows, size, random));
                second.addAll(draw(others, size, random));
                perClass.put(name, size);
            }
        });
        if (perClass.isEmpty()) {
            throw new FeatureException("expected classes in common of " + a.name() + " and " + b.name() + ", found "
                    + left.keySet() + " and " + right.keySet());
        }
        return new ClassMatch(first, second, perClass);
    }

    /** Rows of the first set, ascending. */
    int[] first() {
        return first.clone();
    }

    /** Rows of the second set, ascending. */
    int[] second() {
        return second.clone();
    }

    /** How many of each class; empty where classes are unknown. */
    Map<String, Integer> perClass() {
        return perClass;
    }

    static int[] toArray(List<Integer> rows) {
        return rows.stream().mapToInt(row -> row).sorted().toArray();
    }

    private static List<Integer> draw(List<Integer> rows, int size, Random random) {
        List<Integer> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, size);
    }

    private static List<Integer> range(int size) {
        Integer[] all = new Integer[size];
        Arrays.setAll(all, i -> i);
        return Arrays.asList(all);
    }
}
