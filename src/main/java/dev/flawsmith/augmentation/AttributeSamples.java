package dev.flawsmith.augmentation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What was measured on the images of each class. Eight bytes an image and attribute. Not thread-safe. */
final class AttributeSamples {
    private final Map<String, Map<Attribute, Values>> classes = new TreeMap<>();

    private static final class Values {
        private double[] values = new double[16];
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + size / 2);
            }
            values[size++] = value;
        }

        double[] sorted() {
            double[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    void add(String className, Map<Attribute, Double> measured) {
        Map<Attribute, Values> values = classes.computeIfAbsent(className, name -> new EnumMap<>(Attribute.class));
        measured.forEach((attribute, value) ->
                values.computeIfAbsent(attribute, a -> new Values()).add(value));
    }

    Iterable<String> classes() {
        return classes.keySet();
    }

    /** A class's values of an attribute in ascending order; none where nothing was measured. */
    double[] sorted(String className, Attribute attribute) {
        Map<Attribute, Values> values = classes.get(className);
        Values found = values == null ? null : values.get(attribute);
        return found == null ? new double[0] : found.sorted();
    }

    /** The largest difference of two samples' distribution functions (Kolmogorov-Smirnov); NaN if either is empty. */
    static double distance(double[] a, double[] b) {
        if (a.length == 0 || b.length == 0) {
            return Double.NaN;
        }
        int i = 0;
        int j = 0;
        double worst = 0;
        while (i < a.length && j < b.length) {
            double value = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == value) {
                i++;
            }
            while (j < b.length && b[j] == value) {
                j++;
            }
            worst = Math.max(worst, Math.abs((double) i / a.length - (double) j / b.length));
        }
        return worst;
    }

    /**
     * The least that {@link #distance} can come to when the first sample has grown to its full size, whatever is still to come:
     * at every value, the first sample's share below it ends between that with all of the rest above and that with all below.
     *
     * @param begun the first sample so far, ascending
     * @param full its size in the end, at least that of {@code begun}
     * @param b ascending
     * @return 0 where nothing is certain yet, and if {@code b} is empty
     */
    static double leastDistance(double[] begun, long full, double[] b) {
        if (begun.length == 0 || b.length == 0) {
            return 0;
        }
        double rest = Math.max(0, full - begun.length);
        double size = begun.length + rest;
        int i = 0;
        int j = 0;
        double worst = 0;
        while (i < begun.length || j < b.length) {
            double value = Math.min(
                    i < begun.length ? begun[i] : Double.POSITIVE_INFINITY,
                    j < b.length ? b[j] : Double.POSITIVE_INFINITY);
            while (i < begun.length && begun[i] == value) {
                i++;
            }
            while (j < b.length && b[j] == value) {
                j++;
            }
            double other = (double) j / b.length;
            worst = Math.max(worst, Math.max(i / size - other, other - (i + rest) / size));
        }
        return worst;
    }
}
