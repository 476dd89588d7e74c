package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.ModelListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind of work that jobs do. Thread-safe. */
public interface JobWork {
    /** Its name, as {@code dataset}. */
    String kind();

    /**
     * Checks a spec before a job is made of it.
     *
     * @param folder where the job would work; not there yet
     * @return parts that it will have, for the progress
     * @throws JobException {@code INVALID_REQUEST}, naming every wrong field at once
     */
    long check(String spec, Path folder);

    /** Has the models that it opens tell of what they do, from the next run on. */
    default void listen(ModelListener listener) {}

    /** What it takes as uploads, which are in {@code uploads} below its folder when it is checked; null for none. */
    default @Nullable UploadRules uploads() {
        return null;
    }

    /** Other jobs of the same owner whose files a spec reads, each by its field. */
    default Map<String, String> uses(String spec) {
        return Map.of();
    }

    /**
     * Checks one of those, which has succeeded.
     *
     * @throws IllegalArgumentException if its files are of no use, saying what was expected
     */
    default void checkUse(Job used) {}

    /**
     * Works, or goes on where a run was killed at any moment. Run again after it ended, it ends at once with the same result.
     *
     * @param folder the job's own; its parent is there
     * @throws IOException if disk or store failed: the job is tried again later
     * @throws JobStopped what the watch throws, passed on
     */
    Outcome run(String spec, Path folder, JobWatch watch) throws IOException, InterruptedException;

    /**
     * Deletes all that runs have left.
     *
     * @throws IOException if it cannot yet, also because a run is at work in it
     */
    void discard(Path folder) throws IOException;

    /** The folder whose files a finished job gives. */
    Path files(Path folder);

    /**
     * What came of a run.
     *
     * @param failure why nothing useful did; null where all is well
     * @param result a JSON object
     */
    record Outcome(@Nullable String failure, String result) {}
}
