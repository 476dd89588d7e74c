package dev.flawsmith.utility;

import dev.flawsmith.training.classifier.ClassifierConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a study compares, and how often.
 *
 * @param perClass real photos of each class in a draw; null for every photo of train, which is one draw
 * @param draws subsets of train
 * @param seeds classifiers of each draw and arm
 * @param ratios numbers of synthetic images, as multiples of an arm's real ones; ascending, at least one
 * @param chooseOn which photos choose among the ratios; never test
 * @param recipe how every classifier is trained; its seed and whether it augments are the runs' own
 * @param seed all randomness of draws and classifiers
 */
public record UtilityPlan(
        @Nullable Integer perClass,
        int draws,
        int seeds,
        List<Double> ratios,
        ChoiceRows chooseOn,
        ClassifierConfig recipe,
        long seed) {
    /** Photos that a ratio is chosen on. */
    public enum ChoiceRows {
        /** Those of train that are in no draw, near-duplicates of a draw's photos left out. */
        UNUSED,
        /** Those of the holdout split. */
        HOLDOUT
    }

    public UtilityPlan {
        ratios = List.copyOf(ratios);
        if (perClass != null && perClass < 1) {
            throw new IllegalArgumentException("per-class: expected at least 1 photo or all, found " + perClass);
        }
        if (draws < 1 || seeds < 1) {
            throw new IllegalArgumentException(
                    "draws, seeds: expected at least 1 of each, found " + draws + " and " + seeds);
        }
        if (perClass == null && draws != 1) {
            throw new IllegalArgumentException(
                    "draws: expected 1 with every photo of train, for there is only one such draw, found " + draws);
        }
        if (perClass == null && chooseOn == ChoiceRows.UNUSED) {
            throw new IllegalArgumentException(
                    "choose: expected holdout with every photo of train, for none is left unused, found unused");
        }
        for (int i = 0; i < ratios.size(); i++) {
            double ratio = ratios.get(i);
            if (!(ratio > 0) || Double.isInfinite(ratio) || (i > 0 && ratio <= ratios.get(i - 1))) {
                throw new IllegalArgumentException(
                        "ratios: expected numbers above 0 in ascending order, found " + ratios);
            }
        }
        if (ratios.isEmpty()) {
            throw new IllegalArgumentException("ratios: expected at least one, found none");
        }
    }

    /** The largest ratio. */
    double maxRatio() {
        return ratios.get(ratios.size() - 1);
    }

    /** How many synthetic images go with so many real ones of a class. */
    static int count(double ratio, int real) {
        return Math.max(1, Math.toIntExact(Math.round(ratio * real)));
    }
}
