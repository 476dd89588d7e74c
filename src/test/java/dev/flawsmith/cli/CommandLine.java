package dev.flawsmith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** Runs command lines in this process, as a user would type them. */
final class CommandLine {
    private CommandLine() {}

    /**
     * What a command left behind.
     *
     * @param code exit code
     * @param out standard output
     * @param err standard error
     */
    record Outcome(int code, String out, String err) {
        /** The last line of standard output, where {@code --json} was asked for. */
        JsonNode json() {
            List<String> lines = out.lines().toList();
            try {
                return JsonMapper.builder().build().readTree(lines.get(lines.size() - 1));
            } catch (JsonProcessingException e) {
                throw new AssertionError("expected JSON in the last line, found " + out + err, e);
            }
        }
    }

    static Outcome run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = List.of(words).stream().map(Object::toString).toArray(String[]::new);
        int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Outcome(code, out.toString(), err.toString());
    }

    /** Rule-based photos, {@code <class>/<seed>.png}: a dataset to learn from. */
    static void photos(Path folder, int perClass, String... classes) {
        for (String name : classes) {
            Outcome drawn = run(
                    "generate",
                    "--model",
                    "procedural",
                    "--class",
                    name,
                    "--n",
                    perClass,
                    "--seed",
                    1,
                    "--size",
                    32,
                    "--out",
                    folder);
            if (drawn.code() != Main.OK) {
                throw new AssertionError(drawn.err());
            }
        }
    }
}
