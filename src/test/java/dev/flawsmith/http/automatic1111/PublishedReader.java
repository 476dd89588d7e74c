package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an infotext by the rules that AUTOMATIC1111 publishes, written from them and not from our reader: its regular
 * expression over the last line, at least three pairs in it, JSON strings, {@code WxH} in two.
 */
final class PublishedReader {
    private static final Pattern PAIR =
            Pattern.compile("\\s*(\\w[\\w \\-/]+):\\s*(\"(?:\\\\.|[^\\\\\"])+\"|[^,]*)(?:,|$)");
    private static final Pattern SIZE = Pattern.compile("^(\\d+)x(\\d+)$");

    private PublishedReader() {}

    static Map<String, String> read(String text) throws JsonProcessingException {
        String whole = text.strip();
        int cut = whole.lastIndexOf('\n');
        String lastLine = whole.substring(cut + 1);
        String before = cut < 0 ? "" : whole.substring(0, cut);
        if (PAIR.matcher(lastLine).results().count() < 3) {
            before = whole;
            lastLine = "";
        }
        StringBuilder prompt = new StringBuilder();
        StringBuilder negative = new StringBuilder();
        boolean donePrompt = false;
        for (String each : before.isEmpty() ? new String[0] : before.split("\n")) {
            String line = each.strip();
            if (line.startsWith("Negative prompt:")) {
                donePrompt = true;
                line = line.substring(16).strip();
            }
            StringBuilder into = donePrompt ? negative : prompt;
            into.append(into.length() == 0 ? "" : "\n").append(line);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Prompt", prompt.toString());
        fields.put("Negative prompt", negative.toString());
        Matcher pairs = PAIR.matcher(lastLine);
        while (pairs.find()) {
            String value = pairs.group(2);
            if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
                value = new ObjectMapper().readValue(value, String.class);
            }
            Matcher size = SIZE.matcher(value);
            if (size.matches()) {
                fields.put(pairs.group(1) + "-1", size.group(1));
                fields.put(pairs.group(1) + "-2", size.group(2));
            } else {
                fields.put(pairs.group(1), value);
            }
        }
        return fields;
    }
}
