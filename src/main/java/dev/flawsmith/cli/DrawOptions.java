package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.training.classifier.ClassifierConfig;
import dev.flawsmith.utility.UtilityImages;
import dev.flawsmith.utility.UtilityPlan;
import dev.flawsmith.utility.UtilityPlan.ChoiceRows;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which real photos a study of usefulness draws: what both of its commands understand, so that they mean the same draws. */
final class DrawOptions {
    private static final String ALL = "all";
    private static final int DEFAULT_DRAWS = 5;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Real photos with splits: draws are taken from train, test judges.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(names = "--splits", paramLabel = "FILE", description = "Default: splits.csv in DIR.")
    private @Nullable Path splits;

    @Option(
            names = "--per-class",
            required = true,
            paramLabel = "N|all",
            description = "Real photos of each class in a draw, or every photo of train.")
    @SuppressWarnings("NullAway.Init")
    private String perClass;

    @Option(
            names = "--draws",
            paramLabel = "D",
            description = "Draws of that many photos. Default: " + DEFAULT_DRAWS + ", or 1 with all.")
    private @Nullable Integer draws;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "64", description = "Image size. Default: 64.")
    private int size;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "All randomness. Default: 1.")
    private long seed;

    int size() {
        return size;
    }

    long seed() {
        return seed;
    }

    boolean everyPhoto() {
        return perClass.equals(ALL);
    }

    /** The plan of a study with these draws. */
    UtilityPlan plan(int seeds, List<Double> ratios, @Nullable ChoiceRows choose, ClassifierConfig recipe) {
        Integer number = everyPhoto() ? null : number();
        int times = draws == null ? (everyPhoto() ? 1 : DEFAULT_DRAWS) : draws;
        ChoiceRows rows = choose == null ? (everyPhoto() ? ChoiceRows.HOLDOUT : ChoiceRows.UNUSED) : choose;
        try {
            return new UtilityPlan(number, times, seeds, ratios, rows, recipe, seed);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** The real photos of a plan. */
    UtilityImages images(UtilityPlan plan) {
        ImageFolder folder = splits == null
                ? ImageFolder.open(data, DecodeLimits.DEFAULT)
                : ImageFolder.open(data, DecodeLimits.DEFAULT, splits);
        if (size < 16 || size > 256 || size % 16 != 0) {
            throw new InputException("size", "size: expected 16 to 256, divisible by 16, found " + size);
        }
        PhotoSet photos = PhotoSet.load(folder, file -> true, size, 1, DecodeLimits.DEFAULT);
        try {
            return UtilityImages.real(photos, plan);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private int number() {
        try {
            return Integer.parseInt(perClass);
        } catch (NumberFormatException e) {
            throw new InputException("per-class", "per-class: expected a number or " + ALL + ", found " + perClass, e);
        }
    }

    /** A message that begins with the option's name, as those of {@link UtilityPlan} do. */
    static InputException refused(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        return new InputException(message.replaceFirst("[,:].*", ""), message, e);
    }
}
