package dev.flawsmith.guard;

import dev.flawsmith.image.PixelMask;
import dev.flawsmith.memorization.PartIndex;
import java.util.Locale;
import java.util.Optional;

/** Which parts of a picture are large and compact enough to be told from the same part of others. Stateless. */
public final class JudgeablePart {
    /** Of what is painted into a picture: less than this must not decide for all. */
    private static final double LEAST_COMPARED = 0.5;

    private JudgeablePart() {}

    /**
     * What a part lacks, in a sentence of expected and found; empty where it can be judged.
     *
     * @param part of a picture as the generator draws them, of any size
     */
    public static Optional<String> shortfall(PixelMask part) {
        int cells = PartIndex.size(part);
        if (cells < PartIndex.FEWEST_CELLS) {
            return Optional.of("expected a part of at least " + PartIndex.FEWEST_CELLS + " of the "
                    + PartIndex.SIDE * PartIndex.SIDE
                    + " cells that the guard compares, as a square of a quarter of the side"
                    + " has, found " + cells);
        }
        double compared = PartIndex.compared(part);
        if (compared < LEAST_COMPARED) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "expected at least half of the part in cells that are drawn anew as a whole, for the guard compares"
                            + " those alone, found %.0f %%",
                    100 * compared));
        }
        return Optional.empty();
    }
}
