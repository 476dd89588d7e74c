package dev.flawsmith.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code splits.csv}: one row a photo, columns {@code file,class,split,duplicate_group}, found by their names in the
 * header; {@code duplicate_group} may be left out or empty.
 *
 * @param rows in file order, no file twice
 */
public record SplitsFile(List<Row> rows) {
    /** The name that {@link ImageFolder} looks for. */
    public static final String NAME = "splits.csv";

    /**
     * One photo's row.
     *
     * @param file as in {@link LabelledFile#name()}
     * @param line where the row stands, from 1 for the header; 0 for a row that was not read from a file
     */
    public record Row(
            String file,
            String className,
            Split split,
            @Nullable String duplicateGroup,
            int line) {}

    public SplitsFile {
        rows = List.copyOf(rows);
    }

    /**
     * Reads the file.
     *
     * @throws DatasetException with line and field: a missing column, an empty field, an unknown split, a file given
     *     twice, malformed CSV
     */
    public static SplitsFile read(Path path) {
        try (Reader reader = Files.newBufferedReader(path);
                CsvParser parser = CsvFactory.builder()
                        .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                        .build()
                        .createParser(reader)) {
            return new SplitsFile(new SplitsParser(path).parse(parser));
        } catch (JsonProcessingException e) {
            throw new DatasetException(path + ": expected CSV, found: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DatasetException(path + ": expected a readable CSV file, found: " + e, e);
        }
    }

    /** Writes the rows, replacing the file in one step: a reader sees the old file or the whole new one. */
    public void write(Path path) {
        CsvSchema schema = CsvSchema.builder()
                .addColumns(SplitsParser.COLUMNS, CsvSchema.ColumnType.STRING)
                .setUseHeader(true)
                .build();
        List<List<String>> lines = new ArrayList<>();
        for (Row row : rows) {
            String group = Optional.ofNullable(row.duplicateGroup()).orElse("");
            lines.add(List.of(row.file(), row.className(), row.split().label(), group));
        }
        try {
            AtomicFile.write(path, new CsvMapper().writer(schema).writeValueAsBytes(lines));
        } catch (IOException e) {
            throw new DatasetException(path + ": could not be written: " + e, e);
        }
    }

    Map<String, Row> byFile() {
        Map<String, Row> byFile = new HashMap<>();
        rows.forEach(row -> byFile.put(row.file(), row));
        return byFile;
    }
}
