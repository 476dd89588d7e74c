package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with where jobs are to be kept ends a start before any model is opened. */
class JobOptionsTest {
    @TempDir
    private Path folder;

    private void refused(String says, Object... options) throws Exception {
        Object[] words = new Object[options.length + 3];
        words[0] = "serve";
        words[1] = "--models";
        words[2] = Files.createDirectories(folder.resolve("models"));
        System.arraycopy(options, 0, words, 3, options.length);
        CommandLine.Outcome outcome = CommandLine.run(words);
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(says), outcome.err());
    }

    @Test
    void namesTheFolderThatCannotBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        refused("data: expected a folder, found the file " + file, "--data", file);
        refused("--data none does no jobs", "--data", file.resolve("below"));
        refused("data: expected a path without ;", "--data", folder.resolve("a;b"));
        refused(
                "photos: expected a folder, found none at " + folder.resolve("no"),
                "--data",
                folder,
                "--photos",
                folder.resolve("no"));
        refused("photos: expected a folder", "--data", folder, "--photos", file);
    }

    @Test
    void refusesWhatContradictsItselfAndOtherDatabases() throws Exception {
        refused("data: expected a folder with --db", "--data", "none", "--db", "jdbc:postgresql://host/jobs");
        refused("db: expected jdbc:postgresql:", "--data", folder, "--db", "jdbc:mysql://secret@host/jobs");
        refused("keep-jobs: expected 1 to", "--data", folder, "--keep-jobs", 0);
        refused("max-jobs: expected 1 to", "--data", folder, "--max-jobs", 0);
    }
}
