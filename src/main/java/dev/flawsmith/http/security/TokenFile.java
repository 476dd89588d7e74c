package dev.flawsmith.http.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a file of tokens: UTF-8, one token a line as {@code NAME SCOPE[,SCOPE…] sha256:HEX}; empty lines and lines that
 * begin with {@code #} do not count.
 */
final class TokenFile {
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final String HASH = "sha256:";

    private TokenFile() {}

    /**
     * The tokens of a file, at least one.
     *
     * @throws TokenFileException if the file cannot be read, or a line is none of a token, or two have one name or hash
     */
    static List<Token> read(Path file) {
        List<String> lines;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new TokenFileException(
                        file + ": expected at most " + MAX_BYTES + " bytes, found " + Files.size(file));
            }
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TokenFileException(file + ": expected a readable file of tokens, found " + e, e);
        }
        List<Token> tokens = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file + ", line " + (i + 1) + ": ";
            try {
                Token token = parse(line);
                requireNew(seen, "name", token.name(), i + 1);
                requireNew(seen, "hash", token.sha256(), i + 1);
                tokens.add(token);
            } catch (IllegalArgumentException e) {
                throw new TokenFileException(where + e.getMessage(), e);
            }
        }
        if (tokens.isEmpty()) {
            throw new TokenFileException(file + ": expected at least one token, found none; 'flawsmith tokens new NAME"
                    + " --scopes SCOPES' makes one");
        }
        return List.copyOf(tokens);
    }

    private static Token parse(String line) {
        String[] parts = BLANK.split(line, -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "expected NAME SCOPES sha256:HEX, three words, found " + parts.length + " words");
        }
        Set<Scope> scopes = scopes(parts[1]);
        if (!parts[2].startsWith(HASH)) {
            throw new IllegalArgumentException("expected sha256: and 64 hex digits, found something else");
        }
        return new Token(parts[0], scopes, parts[2].substring(HASH.length()));
    }

    private static Set<Scope> scopes(String names) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : names.split(",", -1)) {
            scopes.add(Scope.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected scopes out of " + Scope.names() + ", found " + name)));
        }
        return scopes;
    }

    private static void requireNew(Map<String, Integer> seen, String what, String value, int line) {
        Integer before = seen.putIfAbsent(what + " " + value, line);
        if (before != null) {
            throw new IllegalArgumentException(
                    "expected a " + what + " of its own, found that of line " + before + " again");
        }
    }
}
