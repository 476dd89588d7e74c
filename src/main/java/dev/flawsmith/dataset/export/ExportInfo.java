package dev.flawsmith.dataset.export;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is said of a dataset as a whole.
 *
 * @param name the dataset's name, not blank; MVTec's category folder is named after it
 * @param description one line or more for people
 * @param licence the licence of the images, such as {@code Apache-2.0}
 * @param classes the class names, sorted, at least one; the position of a class is its label
 */
public record ExportInfo(String name, String description, String licence, List<String> classes) {
    private static final Pattern CLASS_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");

    public ExportInfo {
        classes = List.copyOf(classes);
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a name of the dataset, found a blank one");
        }
        if (classes.isEmpty() || !classes.equals(List.copyOf(new TreeSet<>(classes)))) {
            throw new IllegalArgumentException("expected class names, sorted and each once, found " + classes);
        }
        for (String className : classes) {
            boolean safe = CLASS_NAME.matcher(className).matches() && !className.startsWith(".");
            if (!safe || !className.equals(className.strip())) {
                throw new IllegalArgumentException("expected class names that do not begin with a dot, without spaces"
                        + " at their ends and without / \\ : or control characters, found \"" + className + "\"");
            }
        }
    }

    /**
     * The label of a class, from 0.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    int label(String className) {
        int label = classes.indexOf(className);
        if (label < 0) {
            throw new IllegalArgumentException("expected a class of " + classes + ", found \"" + className + "\"");
        }
        return label;
    }
}
