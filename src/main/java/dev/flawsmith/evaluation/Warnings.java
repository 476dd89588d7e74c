package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.features.FeatureSet;
import dev.flawsmith.evaluation.pixels.PixelComparison;
import dev.flawsmith.math.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in a result's way, in sentences that name the set. */
final class Warnings {
    private static final int BLOCK = 1024;
    private static final double STRAIGHT = 0.9;

    private final List<String> found = new ArrayList<>();

    private Warnings() {}

    static List<String> of(
            FeatureSet reference,
            FeatureSet synthetic,
            @Nullable FeatureSet floor,
            Fidelity fidelity,
            @Nullable PixelComparison pixels) {
        Warnings warnings = new Warnings();
        warnings.shared("reference", reference, "synthetic", synthetic);
        warnings.zeroVariance(reference);
        warnings.zeroVariance(synthetic);
        if (floor != null) {
            warnings.shared("reference", reference, "floor", floor);
            warnings.shared("synthetic", synthetic, "floor", floor);
            warnings.zeroVariance(floor);
        }
        if (pixels != null) {
            warnings.constant(reference, pixels.constantReal());
            warnings.constant(synthetic, pixels.constantSynthetic());
        }
        warnings.frechet(fidelity, reference.rows().columns());
        return warnings.found;
    }

    private void shared(String roleA, FeatureSet a, String roleB, FeatureSet b) {
        if (a.contentSha256().equals(b.contentSha256())) {
            found.add("the " + roleA + " and the " + roleB + " set have the same content: " + a.name() + " and "
                    + b.name());
            return;
        }
        Set<String> known = new HashSet<>(a.hashes());
        long same = b.hashes().stream().filter(known::contains).count();
        if (same > 0) {
            found.add(same + " of " + b.hashes().size() + " files of the " + roleB + " set are, byte for byte, files of"
                    + " the " + roleA + " set: " + b.name() + " and " + a.name());
        }
    }

    private void zeroVariance(FeatureSet set) {
        FeatureRows rows = set.rows();
        float[] first = rows.row(0);
        for (int from = 0; from < rows.rows(); from += BLOCK) {
            int count = Math.min(BLOCK, rows.rows() - from);
            float[] block = rows.block(from, count);
            for (int r = 0; r < count; r++) {
                int at = r * first.length;
                if (!Arrays.equals(block, at, at + first.length, first, 0, first.length)) {
                    return;
                }
            }
        }
        found.add(set.name() + ": zero variance: all " + rows.rows() + " features are equal");
    }

    private void constant(FeatureSet set, int count) {
        if (count > 0) {
            found.add(set.name() + ": " + count + " of " + set.rows().rows()
                    + " images are constant, one grey level throughout");
        }
    }

    private void frechet(Fidelity fidelity, int dimension) {
        int fewest = Math.min(fidelity.nReference(), fidelity.nSynthetic());
        if (fewest <= dimension) {
            found.add(
                    fewest + " images are no more than the " + dimension + " dimensions: the Fréchet distance is"
                            + " biased upwards and blind in some directions; read the kernel distance, or compare with a floor");
        }
        FrechetFigure figure = fidelity.frechetDistance();
        if (figure.extrapolation() == null) {
            found.add(fewest + " images are too few to extrapolate the Fréchet distance from");
            return;
        }
        Double straight = figure.extrapolation().rSquared();
        if (straight != null && straight < STRAIGHT) {
            found.add(String.format(
                    java.util.Locale.ROOT,
                    "the extrapolated Fréchet distance is uncertain: R² of its line is %.2f, below %.1f",
                    straight,
                    STRAIGHT));
        }
    }
}
