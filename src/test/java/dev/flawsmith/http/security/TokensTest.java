package dev.flawsmith.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final String SECRET = Token.secret(new SecureRandom());
    private static final Token LINE_3 = Token.of("line-3", Set.of(Scope.DATASET, Scope.GENERATE), SECRET);

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("tokens.txt"), List.of(lines));
    }

    @Test
    void findsTheTokenOfASecretByItsHash() throws IOException {
        Token other = Token.of("other", Set.of(Scope.ADMIN), "another secret");
        Tokens tokens = Tokens.of(file("# who may ask", "", other.line(), "  " + LINE_3.line() + "  "));
        assertEquals(LINE_3, tokens.find(SECRET).orElseThrow());
        assertTrue(tokens.find(SECRET + "x").isEmpty());
        assertTrue(tokens.find(LINE_3.sha256()).isEmpty(), "the hash is no token");
    }

    /** FIPS 180-2, appendix B.1: the SHA-256 of "abc". */
    @Test
    void writesTheHashAndNeverTheSecret() {
        String line = Token.of("n", Set.of(Scope.GENERATE, Scope.ADMIN), "abc").line();
        assertEquals("n generate,admin sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", line);
        assertFalse(LINE_3.line().contains(SECRET));
    }

    @Test
    void makesSecretsOf256Bits() {
        assertTrue(SECRET.matches(Token.PREFIX + "[A-Za-z0-9_-]{43}"), SECRET);
        assertFalse(SECRET.equals(Token.secret(new SecureRandom())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "only-a-name | three words, found 1",
                "a b c d | three words, found 4",
                "na/me generate sha256:HASH | expected a name of 1 to 64",
                "anonymous generate sha256:HASH | other than anonymous",
                "name everything sha256:HASH | generate, dataset, audit, admin, found everything",
                "name generate, sha256:HASH | generate, dataset, audit, admin, found",
                "name generate HASH | expected sha256: and 64 hex digits",
                "name generate sha256:abc | expected sha256: and 64 hex digits",
                "first generate sha256:HASH | expected a name of its own, found that of line 1",
                "name generate sha256:FIRST | expected a hash of its own, found that of line 1"
            })
    void namesTheLineThatIsWrongAndRepeatsNoSecret(String line, String expected) throws IOException {
        Token first = Token.of("first", Set.of(Scope.GENERATE), "first secret");
        Path file = file(first.line(), "", line.replace("HASH", LINE_3.sha256()).replace("FIRST", first.sha256()));
        TokenFileException refused = assertThrows(TokenFileException.class, () -> Tokens.of(file));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("tokens.txt, line 3: "), message);
        assertTrue(message.contains(expected), message);
        assertFalse(message.contains(LINE_3.sha256()), message);
    }

    @Test
    void refusesAFileWithoutTokensAndOneThatIsNotThere() throws IOException {
        Path empty = file("# nobody");
        assertThrows(TokenFileException.class, () -> Tokens.of(empty));
        assertThrows(TokenFileException.class, () -> Tokens.of(folder.resolve("absent")));
    }

    @Test
    void readsTheFileAgainWhenItHasChangedAndKeepsWhatItHasWhereThatIsWrong() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Path file = file(LINE_3.line());
        Tokens tokens = Tokens.of(file, nanos::get);
        Token fresh = Token.of("fresh", Set.of(Scope.AUDIT), "fresh secret");
        file(fresh.line());
        assertTrue(tokens.find("fresh secret").isEmpty(), "not looked at within a second");
        nanos.addAndGet(2_000_000_000L);
        assertEquals(fresh, tokens.find("fresh secret").orElseThrow());
        assertTrue(tokens.find(SECRET).isEmpty(), "revoked");
        file("something else altogether, and longer");
        nanos.addAndGet(2_000_000_000L);
        assertTrue(tokens.find("fresh secret").isPresent(), "the last good ones stay");
        Files.delete(file);
        nanos.addAndGet(2_000_000_000L);
        assertTrue(tokens.find("fresh secret").isPresent());
    }
}
