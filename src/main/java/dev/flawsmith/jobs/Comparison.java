package dev.flawsmith.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A way to compare sets of images, which the command line has too. Thread-safe. */
public interface Comparison {
    /** How often a run says that it has come further. */
    int STEPS = 3;

    /** The jobs' kind, as {@code audit}. */
    String kind();

    /** Names of the sets, such as {@code train}. */
    List<String> sides();

    /** Those that may be left out. */
    Set<String> optional();

    /** Everything that is wrong with options, by field. */
    List<FieldError> check(ObjectNode options);

    /**
     * Compares. The same sets and options give the same result.
     *
     * @param sides a folder of {@code <class>/<image>}, or of images, for each set
     * @param options checked
     * @param out folder for the report; made where it is not there
     * @param step called {@value #STEPS} times; what it throws is passed on
     * @return a JSON object, as the command line prints it
     * @throws JobException {@code INVALID_REQUEST} if the sets cannot be compared
     */
    String run(Map<String, Side> sides, ObjectNode options, Path out, Runnable step) throws IOException;

    /**
     * A set of images.
     *
     * @param name what it is called in results, which do not say where it lies
     */
    record Side(Path folder, String name) {}
}
