package dev.flawsmith.cli;

import dev.flawsmith.dataset.Split;
import dev.flawsmith.http.FieldReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the options of audits and evaluations have in common, as JSON. */
final class ComparisonOptions {
    private ComparisonOptions() {}

    static long seed(FieldReader reader) {
        Long seed = reader.integer("seed", "of 64 bits");
        return seed == null ? 0 : seed;
    }

    static @Nullable Split split(FieldReader reader, String field) {
        String label = reader.text(field);
        if (label == null) {
            return null;
        }
        Split split = Split.ofLabel(label).orElse(null);
        if (split == null) {
            String labels = Arrays.stream(Split.values()).map(Split::label).collect(Collectors.joining(", "));
            reader.refuse(field, "expected one of " + labels + ", found " + FieldReader.quote(label));
        }
        return split;
    }

    /** Where news go that the command line prints: a job's result has all that matters of them. */
    static PrintWriter silent() {
        return new PrintWriter(Writer.nullWriter());
    }
}
