package dev.flawsmith.utility;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier learns from.
 *
 * @param ratio synthetic images as a multiple of the draw's real ones; null where there are none
 */
public record Arm(Kind kind, @Nullable Double ratio) {
    /** Where the images come from. All but {@link #REAL} are augmented in the classical way while they are learnt. */
    public enum Kind {
        /** The draw's photos as they are. */
        REAL("real"),
        /** The draw's photos, augmented. */
        CLASSICAL("real + classical"),
        /** Those and images drawn by rule. */
        RULE_BASED("real + classical + rule-based"),
        /** Those and images of a generator that has learnt from the draw. */
        DIFFUSION("real + classical + diffusion"),
        /** The generator's images alone. */
        SYNTHETIC_ONLY("diffusion alone"),
        /** Every photo of train: what more photos would give. */
        ALL_REAL("all real + classical");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** In words, for tables. */
        public String label() {
            return label;
        }

        /** For files: lower case, hyphens. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** In words, with its ratio. */
    public String label() {
        return ratio == null ? kind.label() : kind.label() + " × " + number(ratio);
    }

    boolean augmented() {
        return kind != Kind.REAL;
    }

    private static String number(double ratio) {
        return ratio == Math.rint(ratio) ? Long.toString((long) ratio) : Double.toString(ratio);
    }
}
