package dev.flawsmith.evaluation.fidelity;

import dev.flawsmith.math.FeatureRows;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random subsets without replacement, in the order of the rows. */
final class Subsets {
    private Subsets() {}

    /** {@code size} of the numbers below {@code n}, ascending, every subset equally likely. */
    static int[] choose(int n, int size, SplittableRandom random) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        for (int i = 0; i < size; i++) { // Fisher and Yates, as far as needed
            int j = i + random.nextInt(n - i);
            int moved = all[i];
            all[i] = all[j];
            all[j] = moved;
        }
        int[] chosen = Arrays.copyOf(all, size);
        Arrays.sort(chosen);
        return chosen;
    }

    static FeatureRows share(FeatureRows rows, double share, SplittableRandom random) {
        int size = (int) Math.round(share * rows.rows());
        return size == rows.rows() ? rows : rows.select(choose(rows.rows(), size, random));
    }
}
