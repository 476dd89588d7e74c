package dev.flawsmith.evaluation.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Generators that have seen train and holdout alike, so that without planted copies the null is true. */
public enum SurrogateKind {
    /** Gaussian, class by class, with the mean and covariance of all photos. */
    GOOD,
    /** The same at 0.7 of the spread. */
    SHRUNK,
    /** Five images, and small changes of them. */
    MODES,
    /** The first, blurred; of images only. */
    BLURRED;

    /** The name in the contract: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that label. */
    public static Optional<SurrogateKind> ofLabel(String label) {
        return Arrays.stream(values()).filter(k -> k.label().equals(label)).findFirst();
    }
}
