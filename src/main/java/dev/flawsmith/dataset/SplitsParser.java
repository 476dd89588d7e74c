package dev.flawsmith.dataset;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the lines of {@code splits.csv} into rows, or says which line and field is wrong. */
final class SplitsParser {
    static final List<String> COLUMNS = List.of("file", "class", "split", "duplicate_group");

    private final Path path;
    private final Map<String, Integer> lineOfFile = new HashMap<>();

    SplitsParser(Path path) {
        this.path = path;
    }

    private record Line(int number, List<String> cells) {}

    List<SplitsFile.Row> parse(CsvParser parser) throws IOException {
        List<Line> lines = lines(parser);
        if (lines.isEmpty()) {
            throw new DatasetException(path + ": expected the columns " + COLUMNS + ", found an empty file");
        }
        List<String> header = lines.get(0).cells();
        if (!header.containsAll(COLUMNS.subList(0, 3))) {
            throw error(lines.get(0).number(), "expected the columns " + COLUMNS + ", found " + header);
        }
        return lines.stream().skip(1).map(line -> row(header, line)).toList();
    }

    private static List<Line> lines(CsvParser parser) throws IOException {
        List<Line> lines = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_ARRAY) {
            List<String> cells = new ArrayList<>();
            int number = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                number = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : number;
                cells.add(parser.getText().strip());
            }
            lines.add(new Line(number, cells));
        }
        return lines;
    }

    private SplitsFile.Row row(List<String> header, Line cells) {
        int line = cells.number();
        if (cells.cells().size() != header.size()) {
            throw error(
                    line,
                    "expected " + header.size() + " fields, found "
                            + cells.cells().size());
        }
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            fields.put(header.get(i), cells.cells().get(i));
        }
        String file = required(fields, "file", line);
        String className = required(fields, "class", line);
        String label = required(fields, "split", line);
        Split split = Split.ofLabel(label)
                .orElseThrow(
                        () -> error(line, "field split: expected train, holdout or test, found \"" + label + "\""));
        Integer earlier = lineOfFile.putIfAbsent(file, line);
        if (earlier != null) {
            throw error(line, "field file: expected each file once, found \"" + file + "\" also on line " + earlier);
        }
        String group = fields.getOrDefault("duplicate_group", "");
        return new SplitsFile.Row(file, className, split, group.isEmpty() ? null : group, line);
    }

    private String required(Map<String, String> fields, String column, int line) {
        String value = fields.getOrDefault(column, "");
        if (value.isEmpty()) {
            throw error(line, "field " + column + ": expected a value, found nothing");
        }
        return value;
    }

    private DatasetException error(int line, String message) {
        return new DatasetException(path + ", line " + line + ", " + message);
    }
}
