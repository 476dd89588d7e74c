package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.fidelity.VendiScore;
import dev.flawsmith.math.FeatureRows;
import org.jspecify.annotations.Nullable;

/**
 * The Vendi score of each set; it grows with the number of images, so compare sets of one size.
 *
 * @param reference of the reference; null where one of its features is zero, which has no cosine
 * @param synthetic likewise
 */
public record VendiFigure(
        @Nullable Double reference, @Nullable Double synthetic) {
    private static final int BLOCK = 1024;

    static VendiFigure of(FeatureRows reference, FeatureRows synthetic) {
        return new VendiFigure(score(reference), score(synthetic));
    }

    private static @Nullable Double score(FeatureRows rows) {
        return hasZeroRow(rows) ? null : VendiScore.of(rows);
    }

    private static boolean hasZeroRow(FeatureRows rows) {
        int d = rows.columns();
        for (int from = 0; from < rows.rows(); from += BLOCK) {
            int count = Math.min(BLOCK, rows.rows() - from);
            float[] block = rows.block(from, count);
            for (int r = 0; r < count; r++) {
                int j = r * d;
                while (j < (r + 1) * d && block[j] == 0) {
                    j++;
                }
                if (j == (r + 1) * d) {
                    return true;
                }
            }
        }
        return false;
    }
}
