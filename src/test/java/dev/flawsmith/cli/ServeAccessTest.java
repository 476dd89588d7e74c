package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in is settled before a server starts. */
class ServeAccessTest {
    @TempDir
    private Path folder;

    private static void assertRefused(CommandLine.Outcome outcome, String... parts) {
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        for (String part : parts) {
            assertTrue(outcome.err().contains(part), "expected '" + part + "' in: " + outcome.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void refusesOtherAddressesThanThisMachinesWithoutTokens(String host) {
        assertRefused(
                CommandLine.run("serve", "--port", 0, "--host", host),
                "--token-file",
                "found " + host,
                "flawsmith tokens new");
    }

    @Test
    void refusesATokenFileThatIsWrongAndNamesTheLine() throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), "\nname everything sha256:" + "0".repeat(64) + "\n");
        assertRefused(CommandLine.run("serve", "--port", 0, "--token-file", file), "line 2", "found everything");
        assertRefused(CommandLine.run("serve", "--port", 0, "--token-file", folder.resolve("absent")), "absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "NaN", "2000000"})
    void refusesARateThatIsNone(String rate) {
        assertRefused(CommandLine.run("serve", "--port", 0, "--rate-limit", rate), "rate-limit", "found " + rate);
    }

    @Test
    void makesATokenAndTheLineThatAServerKnowsItBy() {
        JsonNode made = CommandLine.run("tokens", "new", "line-3", "--scopes", "dataset,generate", "--json")
                .json();
        String token = made.required("token").textValue();
        String line = made.required("line").textValue();
        assertTrue(line.matches("line-3 generate,dataset sha256:[0-9a-f]{64}"), line);
        assertFalse(line.contains(token));
        CommandLine.Outcome forPeople = CommandLine.run("tokens", "new", "line-3", "--scopes", "admin");
        assertEquals(2, forPeople.out().lines().count(), forPeople.out());
    }

    @Test
    void refusesScopesAndNamesThatAreNone() {
        assertRefused(CommandLine.run("tokens", "new", "a", "--scopes", "everything"), "found everything");
        assertRefused(CommandLine.run("tokens", "new", "a b", "--scopes", "audit"), "expected a name");
        assertRefused(CommandLine.run("tokens", "new", "a"), "--scopes");
        assertRefused(CommandLine.run("tokens"), "Usage");
    }
}
