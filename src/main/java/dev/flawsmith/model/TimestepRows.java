package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every engine does around a denoiser from elsewhere: rows are checked, gathered, and told their condition. Immutable. */
public final class TimestepRows {
    private final NetworkSignature signature;

    public TimestepRows(NetworkSignature signature) {
        this.signature = signature;
    }

    /**
     * Holds a call to the network's shape.
     *
     * @throws IllegalArgumentException if a row's length, timestep or condition does not fit
     */
    public void check(float[][] x, double[] timestep, List<Condition> conditions) {
        int size = signature.shape().size();
        if (x.length == 0 || timestep.length != x.length || conditions.size() != x.length) {
            throw new IllegalArgumentException("expected as many timesteps and conditions as rows, found " + x.length
                    + " rows, " + timestep.length + " timesteps, " + conditions.size() + " conditions");
        }
        boolean takesClass = signature.input(NetworkSignature.CLASS).isPresent();
        boolean takesText = signature.input(NetworkSignature.TEXT).isPresent();
        for (int i = 0; i < x.length; i++) {
            if (x[i].length != size) {
                throw new IllegalArgumentException(
                        "expected " + size + " values in row " + i + ", found " + x[i].length);
            }
            if (!Double.isFinite(timestep[i])) {
                throw new IllegalArgumentException("expected a timestep in row " + i + ", found " + timestep[i]);
            }
            Condition condition = conditions.get(i);
            if (condition.text() != null && !takesText) {
                throw new IllegalArgumentException("expected a class in row " + i + ", found a text");
            }
            if (takesClass) {
                classNumber(condition);
            }
            if (takesText) {
                text(condition);
            }
        }
    }

    /**
     * The number that tells the network of a class, or of none.
     *
     * @throws IllegalArgumentException if it has no such class, or no number that stands for none
     */
    public int classNumber(Condition condition) {
        int index = condition.classIndex();
        if (index >= signature.classes()) {
            throw new IllegalArgumentException("expected a class below " + signature.classes() + ", found " + index);
        }
        if (index >= 0) {
            return index;
        }
        return required(signature.unconditionalClass(), "a class");
    }

    /**
     * What tells the network of a text, or of none.
     *
     * @throws IllegalArgumentException if there is none and nothing that stands for none
     */
    public float[] text(Condition condition) {
        float[] text = condition.text();
        return text == null ? required(signature.unconditionalText(), "a text") : text;
    }

    private static <T> T required(@Nullable T none, String what) {
        if (none == null) {
            throw new IllegalArgumentException(
                    "expected " + what + ", found none: the network has nothing that stands for none");
        }
        return none;
    }

    /** Rows after one another. */
    public float[] gathered(float[][] x, List<Integer> call) {
        int size = signature.shape().size();
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
     * @param filledTo with one timestep a call: rows that each call has at least, its first one coming again
     */
    public static List<List<Integer>> calls(double[] timestep, boolean oneTimestep, boolean oneRow, int filledTo) {
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
        for (List<Integer> call : equal.values()) {
            while (call.size() < filledTo) {
                call.add(call.get(0));
            }
        }
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
