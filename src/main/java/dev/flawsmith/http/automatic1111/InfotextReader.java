package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Infotext} and AUTOMATIC1111 write, in time proportional to its length, whoever wrote it. A last line of
 * fewer than three pairs belongs to the prompt; {@code Size: 64x32} reads as {@code Size-1} and {@code Size-2}.
 */
final class InfotextReader {
    private static final int LEAST_PAIRS = 3;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

    private final String line;
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private int at;
    private int found;

    private InfotextReader(String line) {
        this.line = line;
    }

    /** The fields of an infotext, {@code Prompt} and {@code Negative prompt} first. */
    static Map<String, String> read(String text) {
        String stripped = text.strip();
        int last = stripped.lastIndexOf('\n') + 1;
        InfotextReader reader = new InfotextReader(stripped.substring(last));
        reader.readPairs();
        boolean isPairs = reader.found >= LEAST_PAIRS;
        Map<String, String> fields = prompts(isPairs ? stripped.substring(0, last) : stripped);
        if (isPairs) {
            reader.pairs.forEach((key, value) -> put(fields, key, value));
        }
        return fields;
    }

    private static Map<String, String> prompts(String text) {
        StringBuilder prompt = new StringBuilder();
        StringBuilder negative = new StringBuilder();
        StringBuilder into = prompt;
        for (String each : text.strip().split("\n", -1)) {
            String words = each.strip();
            if (words.startsWith(Infotext.NEGATIVE)) {
                into = negative;
                words = words.substring(Infotext.NEGATIVE.length()).strip();
            }
            into.append(into.isEmpty() ? "" : "\n").append(words);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Prompt", prompt.toString());
        fields.put("Negative prompt", negative.toString());
        return fields;
    }

    private static void put(Map<String, String> fields, String key, String value) {
        Matcher size = SIZE.matcher(value);
        if (size.matches()) {
            fields.put(key + "-1", size.group(1));
            fields.put(key + "-2", size.group(2));
        } else {
            fields.put(key, value);
        }
    }

    private void readPairs() {
        for (int colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', at)) {
            String key = keyBefore(colon);
            at = colon + 1;
            if (key != null) {
                pairs.put(key, value());
                found++;
            }
        }
    }

    /** The key that ends at a colon: a word, and words, spaces, hyphens and slashes behind it; at least two characters. */
    private @Nullable String keyBefore(int colon) {
        int start = colon;
        while (start > at && isKeyCharacter(line.charAt(start - 1))) {
            start--;
        }
        while (start < colon && !isWordCharacter(line.charAt(start))) {
            start++;
        }
        return colon - start >= 2 ? line.substring(start, colon) : null;
    }

    private String value() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        String quoted = quoted();
        if (quoted != null) {
            return quoted;
        }
        int comma = line.indexOf(',', at);
        int end = comma < 0 ? line.length() : comma;
        String value = line.substring(at, end);
        at = Math.min(line.length(), end + 1);
        return value;
    }

    /** A JSON string with a comma or the end behind it; null if none begins here. */
    private @Nullable String quoted() {
        if (at == line.length() || line.charAt(at) != '"') {
            return null;
        }
        int end = at + 1;
        while (end < line.length() && line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        boolean whole = end < line.length() && (end + 1 == line.length() || line.charAt(end + 1) == ',');
        if (!whole) {
            return null;
        }
        String text = line.substring(at, end + 1);
        at = Math.min(line.length(), end + 2);
        return Json.readText(text).orElse(text);
    }

    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isKeyCharacter(char c) {
        return isWordCharacter(c) || c == ' ' || c == '-' || c == '/';
    }
}
