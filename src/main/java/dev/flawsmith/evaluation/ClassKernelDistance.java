package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.features.FeatureSet;
import dev.flawsmith.evaluation.fidelity.KernelDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernel distance within one class: unbiased, so a dozen images will do, where a Fréchet distance would not.
 *
 * @param kid over all pairs; null where a side has fewer than two images of the class
 * @param nReference images of the class in the reference
 * @param nSynthetic images of the class in the synthetic set
 */
public record ClassKernelDistance(@Nullable Double kid, int nReference, int nSynthetic) {
    /** Of every class of either set, by name; none where classes are unknown. */
    static Map<String, ClassKernelDistance> of(FeatureSet reference, FeatureSet synthetic) {
        Map<String, ClassKernelDistance> byClass = new TreeMap<>();
        if (reference.classes().isEmpty() || synthetic.classes().isEmpty()) {
            return byClass;
        }
        Map<String, List<Integer>> real = rowsByClass(reference.classes());
        Map<String, List<Integer>> generated = rowsByClass(synthetic.classes());
        List<String> names = new ArrayList<>(real.keySet());
        names.addAll(generated.keySet());
        for (String name : names) {
            List<Integer> left = real.getOrDefault(name, List.of());
            List<Integer> right = generated.getOrDefault(name, List.of());
            boolean enough = left.size() > 1 && right.size() > 1;
            Double kid = enough
                    ? KernelDistance.full(
                            reference.rows().select(ClassMatch.toArray(left)),
                            synthetic.rows().select(ClassMatch.toArray(right)))
                    : null;
            byClass.put(name, new ClassKernelDistance(kid, left.size(), right.size()));
        }
        return byClass;
    }

    static Map<String, List<Integer>> rowsByClass(List<String> classes) {
        Map<String, List<Integer>> rows = new TreeMap<>();
        for (int i = 0; i < classes.size(); i++) {
            rows.computeIfAbsent(classes.get(i), name -> new ArrayList<>()).add(i);
        }
        return rows;
    }

    static Map<String, Integer> counts(List<String> classes) {
        return classes.stream()
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.summingInt(name -> 1)));
    }
}
