package dev.flawsmith.synthesis;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the name that a caller may have meant. */
final class Suggestion {
    private Suggestion() {}

    /** {@code expected one of a, b, c, found "d"}, and the nearest of them if it is near. */
    static String oneOf(List<String> known, String found) {
        String message = "expected one of " + String.join(", ", known) + "; found \"" + shortened(found) + "\"";
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(name, found)))
                .filter(name -> distance(name, found) <= Math.max(2, name.length() / 3))
                .map(name -> message + "; did you mean \"" + name + "\"?")
                .orElse(message);
    }

    private static String shortened(String found) {
        return found.length() <= 60 ? found : found.substring(0, 60) + "…";
    }

    /** Levenshtein distance, ignoring case and whether words are joined by space, hyphen or underscore. */
    private static int distance(String a, String b) {
        String from = normalised(a);
        String to = normalised(shortened(b));
        int[] costs = new int[to.length() + 1];
        for (int j = 0; j < costs.length; j++) {
            costs[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j < costs.length; j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(substituted, 1 + Math.min(costs[j], costs[j - 1]));
            }
        }
        return costs[to.length()];
    }

    private static String normalised(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _-]+", " ");
    }
}
