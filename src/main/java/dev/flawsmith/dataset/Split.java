package dev.flawsmith.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a photo is for. */
public enum Split {
    /** Learnt from. */
    TRAIN,
    /** Never learnt from; sets thresholds. */
    HOLDOUT,
    /** Never learnt from and never looked at before the end. */
    TEST;

    /** The name in {@code splits.csv}: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The split of that label, exactly as {@link #label()} spells it. */
    public static Optional<Split> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(split -> split.label().equals(label))
                .findFirst();
    }
}
