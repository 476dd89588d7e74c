package dev.flawsmith.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says which classes have too few photos for what is planned, and what to do. */
public final class ClassBalance {
    /** Below this many training photos a model mostly memorises them. */
    public static final int TOO_SMALL = 20;

    /** Below this many training photos, variety is limited. */
    public static final int SMALL = 50;

    private ClassBalance() {}

    /** How serious a {@link Warning} is. */
    public enum Severity {
        SMALL,
        TOO_SMALL
    }

    /**
     * One class that needs attention.
     *
     * @param photos how many training photos it has
     * @param message what is to be expected and what can be done, for people
     */
    public record Warning(String className, int photos, Severity severity, String message) {}

    /**
     * Counts the photos of each class.
     *
     * @param classes all classes: one without any photo is warned of too
     * @param training the photos that are learnt from
     * @return the classes below {@link #SMALL}, in the order of {@code classes}
     */
    public static List<Warning> warnings(List<String> classes, List<LabelledFile> training) {
        Map<String, Integer> counts = new HashMap<>();
        training.forEach(file -> counts.merge(file.className(), 1, Integer::sum));
        List<Warning> warnings = new ArrayList<>();
        for (String className : classes) {
            int photos = counts.getOrDefault(className, 0);
            String found = "class " + className + " has " + photos + " training photo" + (photos == 1 ? "" : "s");
            if (photos < TOO_SMALL) {
                warnings.add(
                        new Warning(
                                className,
                                photos,
                                Severity.TOO_SMALL,
                                found + ", fewer than " + TOO_SMALL
                                        + ": too small to learn, expect copies. Use the rule-based generator or collect more."));
            } else if (photos < SMALL) {
                warnings.add(
                        new Warning(
                                className,
                                photos,
                                Severity.SMALL,
                                found + ", fewer than " + SMALL
                                        + ": small, expect little variety. Collect more, keep the guard on and audit the result."));
            }
        }
        return List.copyOf(warnings);
    }
}
