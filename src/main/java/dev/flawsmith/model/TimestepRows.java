package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What every engine does around a denoiser from elsewhere: rows are checked, gathered, and told their class. Immutable. */
public final class TimestepRows {
    private final DenoiserDescriptor descriptor;

    public TimestepRows(DenoiserDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Holds a call to the network's shape.
     *
     * @throws IllegalArgumentException if a row's length, timestep or class does not fit
     */
    public void check(float[][] x, double[] timestep, int[] classIndex) {
        int size = descriptor.shape().size();
        if (x.length == 0 || timestep.length != x.length || classIndex.length != x.length) {
            throw new IllegalArgumentException("expected as many timesteps and classes as rows, found " + x.length
                    + " rows, " + timestep.length + " timesteps, " + classIndex.length + " classes");
        }
        for (int i = 0; i < x.length; i++) {
            if (x[i].length != size) {
                throw new IllegalArgumentException(
                        "expected " + size + " values in row " + i + ", found " + x[i].length);
            }
            if (!Double.isFinite(timestep[i])) {
                throw new IllegalArgumentException("expected a timestep in row " + i + ", found " + timestep[i]);
            }
            told(classIndex[i]);
        }
    }

    /**
     * The number that tells the network of a class; of none where there is none.
     *
     * @throws IllegalArgumentException if it has no such class, or none that stands for none
     */
    public int told(int classIndex) {
        if (classIndex >= descriptor.classes().size()) {
            throw new IllegalArgumentException(
                    "expected a class below " + descriptor.classes().size() + ", found " + classIndex);
        }
        if (classIndex >= 0 || descriptor.input(DenoiserDescriptor.CLASS).isEmpty()) {
            return classIndex;
        }
        Integer none = descriptor.unconditionalClass();
        if (none == null) {
            throw new IllegalArgumentException("expected a class, found none: the network has no unconditional_class");
        }
        return none;
    }

    /** Rows after one another. */
    public float[] gathered(float[][] x, List<Integer> call) {
        int size = descriptor.shape().size();
        float[] values = new float[call.size() * size];
        for (int i = 0; i < call.size(); i++) {
            System.arraycopy(x[call.get(i)], 0, values, i * size, size);
        }
        return values;
    }

    /**
     * The rows of each network call.
     *
     * @param oneTimestep whether the rows of a call must have one timestep
     * @param oneRow whether a call has one row
     */
    public static List<List<Integer>> calls(double[] timestep, boolean oneTimestep, boolean oneRow) {
        List<Integer> all = IntStream.range(0, timestep.length).boxed().toList();
        if (oneRow) {
            return all.stream().map(List::of).toList();
        }
        if (!oneTimestep) {
            return List.of(all);
        }
        Map<Double, List<Integer>> equal = new LinkedHashMap<>();
        all.forEach(row ->
                equal.computeIfAbsent(timestep[row], t -> new ArrayList<>()).add(row));
        return List.copyOf(equal.values());
    }

    /** In single precision. */
    public static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
