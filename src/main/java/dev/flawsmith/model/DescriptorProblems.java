package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong in a descriptor of what comes from elsewhere, a sentence each, and what every such descriptor must say. */
final class DescriptorProblems {
    private static final int LARGEST_SIDE = 4096;

    private final List<String> problems = new ArrayList<>();

    List<String> found() {
        return problems;
    }

    void check(boolean holds, String field, String expected, @Nullable Object found) {
        if (!holds) {
            problems.add(field + ": expected " + expected + ", found " + found);
        }
    }

    void file(String field, @Nullable String name) {
        boolean plain = name != null && !name.isBlank() && name.matches("[^/\\\\\\p{Cntrl}]+") && !name.startsWith(".");
        check(plain, field, "a file of this folder", name);
    }

    void text(String field, String expected, @Nullable String text) {
        check(isText(text), field, expected, text);
    }

    void image(int channels, int height, int width) {
        check(channels == 1 || channels == 3, "channels", "1 or 3", channels);
        check(isSide(height), "height", "1 to " + LARGEST_SIDE, height);
        check(isSide(width), "width", "1 to " + LARGEST_SIDE, width);
    }

    /** @param told whether the network takes a class */
    void classes(@Nullable List<String> classes, boolean told) {
        boolean named = classes != null
                && !classes.isEmpty()
                && classes.stream().allMatch(DescriptorProblems::isText)
                && new HashSet<>(classes).size() == classes.size();
        check(named, "classes", "at least one name, each once", classes);
        if (classes != null && named && !told) {
            check(classes.size() == 1, "classes", "one name for a network that takes no class", classes);
        }
    }

    void origin(@Nullable String guard, @Nullable String licence) {
        check("off".equals(guard), "guard", "off, for no photo is known that images could be compared with", guard);
        text("licence", "the weights' licence", licence);
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean isSide(int pixels) {
        return pixels >= 1 && pixels <= LARGEST_SIDE;
    }
}
