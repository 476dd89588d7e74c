package dev.flawsmith.training.generator;

import java.util.List;

/**
 * What a method's steps tell of themselves.
 *
 * @param names as they stand in {@code loss.csv} and in JSON
 * @param charted how many of them, from the first on, are drawn in {@code loss.png}
 * @param title of the chart
 */
public record Losses(List<String> names, int charted, String title) {
    public Losses {
        names = List.copyOf(names);
        if (charted < 1 || charted > names.size()) {
            throw new IllegalArgumentException("expected 1 to " + names.size() + " charted losses, found " + charted);
        }
    }
}
