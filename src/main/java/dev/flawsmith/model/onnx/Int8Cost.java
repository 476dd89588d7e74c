package dev.flawsmith.model.onnx;

import java.util.Map;

/**
 * What int8 was seen to cost: Fréchet distances to the holdout photos of images of the same seeds in both precisions.
 *
 * @param measure what the distances are in: a descriptor of the guard
 * @param fp32 of the images in float32
 * @param int8 of the images in int8
 * @param mostAdded upper end of the 95 % interval of {@code int8 - fp32}, paired by seed
 */
public record Int8Cost(String measure, double fp32, double int8, double mostAdded) {
    /** Not measured: never passes. */
    public static final Int8Cost UNKNOWN = new Int8Cost("unknown", Double.NaN, Double.NaN, Double.NaN);

    /** Most that int8 may add, as a share of float32's distance, to be chosen where nobody asked for it by name. */
    public static final double TOLERANCE = 0.05;

    private static final String MEASURE = "distance_by";
    private static final String FP32 = "frechet_fp32";
    private static final String INT8 = "frechet_int8";
    private static final String MOST_ADDED = "frechet_added_most";

    /** Whether it adds no more than {@link #TOLERANCE}, not only in these images but up to the interval's end. */
    public boolean passed() {
        return mostAdded <= TOLERANCE * fp32;
    }

    /** As entries of a safetensors file. */
    Map<String, String> entries() {
        return Map.of(
                MEASURE, measure,
                FP32, Double.toString(fp32),
                INT8, Double.toString(int8),
                MOST_ADDED, Double.toString(mostAdded));
    }

    /**
     * From such entries; {@link #UNKNOWN} where there are none, as in packages that were measured by another rule.
     *
     * @throws IllegalArgumentException if one is missing or not a number
     */
    static Int8Cost read(Map<String, String> entries) {
        if (!entries.containsKey(MEASURE)) {
            return UNKNOWN;
        }
        return new Int8Cost(
                entry(entries, MEASURE), number(entries, FP32), number(entries, INT8), number(entries, MOST_ADDED));
    }

    static String entry(Map<String, String> entries, String key) {
        String value = entries.get(key);
        if (value == null) {
            throw new IllegalArgumentException("expected the entry " + key + ", found none");
        }
        return value;
    }

    private static double number(Map<String, String> entries, String key) {
        String value = entry(entries, key);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number at " + key + ", found " + value, e);
        }
    }
}
