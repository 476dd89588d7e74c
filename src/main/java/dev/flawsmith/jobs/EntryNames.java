package dev.flawsmith.jobs;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names in one archive, as they come. A name passes that is an image's, at most {@value #MOST_LEVELS} levels deep, leads nowhere
 * else on any system, and is not there yet, however its letters are cased or composed.
 */
final class EntryNames {
    static final String SPLITS = "splits.csv";
    private static final int MOST_LEVELS = 3;
    private static final int LONGEST_PART = 100;
    /** What file systems take. */
    private static final int MOST_BYTES = 255;

    private final Set<String> suffixes;
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    EntryNames(Set<String> suffixes) {
        this.suffixes = suffixes;
    }

    /**
     * A name without a leading {@code ./}; empty for the archive's own root.
     *
     * @throws IllegalArgumentException if it may not be, saying what was expected
     */
    String take(String entry, boolean folder) {
        String name = entry.startsWith("./") ? entry.substring(2) : entry;
        name = folder && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (folder && (name.isEmpty() || name.equals("."))) {
            return "";
        }
        List<String> parts = List.of(name.split("/", -1));
        String wrong = wrong(name, parts);
        if (wrong != null) {
            throw new IllegalArgumentException("expected " + wrong);
        }
        if (!folder) {
            requireImage(parts.get(parts.size() - 1));
        }
        takePlace(key(name), folder);
        return name;
    }

    private static @Nullable String wrong(String name, List<String> parts) {
        if (name.startsWith("/")) {
            return "a relative name";
        }
        if (parts.size() > MOST_LEVELS) {
            return "at most " + MOST_LEVELS + " levels, <folder>/<class>/<image>";
        }
        for (String part : parts) {
            if (part.isEmpty() || part.startsWith(".")) {
                return "no hidden, empty or .. part in a name";
            }
            if (part.length() > LONGEST_PART || part.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                return "at most " + LONGEST_PART + " characters and " + MOST_BYTES + " bytes in each part of a name";
            }
            if (part.endsWith(" ") || part.endsWith(".") || part.codePoints().anyMatch(EntryNames::odd)) {
                return "names without backslashes, colons, control characters and the like";
            }
        }
        return null;
    }

    private static boolean odd(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == '\uFFFD' || "\\:*?\"<>|".indexOf(c) >= 0;
        };
    }

    private void requireImage(String file) {
        String suffix = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean image = file.indexOf('.') > 0 && suffixes.contains(suffix);
        if (!image && !file.equals(SPLITS)) {
            throw new IllegalArgumentException("expected images ("
                    + String.join(", ", suffixes.stream().sorted().toList()) + ") and " + SPLITS + " only");
        }
    }

    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private void takePlace(String key, boolean folder) {
        for (int end = key.indexOf('/'); end >= 0; end = key.indexOf('/', end + 1)) {
            takeFolder(key.substring(0, end));
        }
        if (folder) {
            takeFolder(key);
        } else if (folders.contains(key) || !files.add(key)) {
            throw new IllegalArgumentException("expected every name once, whatever its case");
        }
    }

    private void takeFolder(String key) {
        if (files.contains(key)) {
            throw new IllegalArgumentException("expected no folder of a file's name");
        }
        folders.add(key);
    }
}
