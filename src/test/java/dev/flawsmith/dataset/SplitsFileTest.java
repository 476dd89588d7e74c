package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitsFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        Path file = folder.resolve("splits.csv");
        Files.writeString(file, "something older and longer than what replaces it".repeat(50));
        List<SplitsFile.Row> rows = List.of(
                new SplitsFile.Row("pit/a, \"b\".png", "pit", Split.HOLDOUT, "pit-1", 2),
                new SplitsFile.Row("crack/ü.png", "crack", Split.TEST, null, 3));
        new SplitsFile(rows).write(file);
        assertEquals(rows, SplitsFile.read(file).rows());
        assertTrue(Files.readString(file).startsWith("file,class,split,duplicate_group\n"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "no temporary file stays behind");
        }
    }

    @Test
    void columnsAreFoundByName() throws Exception {
        Path file = Files.writeString(folder.resolve("s.csv"), "split,note,class,file\r\ntrain,x,pit,pit/a.png\r\n");
        assertEquals(
                List.of(new SplitsFile.Row("pit/a.png", "pit", Split.TRAIN, null, 2)),
                SplitsFile.read(file).rows());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|found an empty file",
                "file,class;a,b|line 1, expected the columns [file, class, split, duplicate_group]",
                "file,class,split;a,b,train;c,d,training|line 3, field split: expected train, holdout or test, found"
                        + " \"training\"",
                "file,class,split;a,b,TRAIN|line 2, field split",
                "file,class,split;a,b,train;;c,b,test;a,b,test|line 5, field file: expected each file once, found"
                        + " \"a\" also on line 2",
                "file,class,split;a,,train|line 2, field class: expected a value, found nothing",
                "file,class,split;a,b|line 2, expected 3 fields, found 2",
                "file,class,split;\"a,b,train|expected CSV",
            })
    void namesLineAndFieldOfAnError(String content, String expected) throws Exception {
        Path file = Files.writeString(folder.resolve("splits.csv"), content.replace(";", "\n"));
        String message = String.valueOf(assertThrows(DatasetException.class, () -> SplitsFile.read(file))
                .getMessage());
        assertTrue(message.startsWith(file.toString()) && message.contains(expected), message);
    }

    @Test
    void refusesAFolderThatCannotBeWritten() {
        Path nowhere = folder.resolve("none/splits.csv");
        assertThrows(DatasetException.class, () -> new SplitsFile(List.of()).write(nowhere));
    }
}
