package dev.flawsmith.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of work there are, and where they are done: each job in a folder of its own. Immutable. */
final class JobKinds {
    private final Path data;
    private final Map<String, JobWork> works;

    /** @param data the folder that all servers of a store share */
    JobKinds(Path data, List<JobWork> works) {
        this.data = data.toAbsolutePath().normalize();
        this.works = works.stream().collect(Collectors.toUnmodifiableMap(JobWork::kind, Function.identity()));
    }

    Set<String> names() {
        return works.keySet();
    }

    Collection<JobWork> all() {
        return works.values();
    }

    /**
     * The work of a kind.
     *
     * @throws IllegalArgumentException if there is none
     */
    JobWork of(String kind) {
        JobWork work = works.get(kind);
        if (work == null) {
            throw new IllegalArgumentException("expected a job of " + works.keySet() + ", found " + kind);
        }
        return work;
    }

    /** A job's folder: named by its id alone, so that servers may have the data folder at different places. */
    Path folder(String id) {
        return data.resolve("jobs").resolve(id);
    }

    /** Where a job's uploads are while it needs them. */
    static Path uploads(Path folder) {
        return folder.resolve("uploads");
    }

    /** Ids of the jobs that have a folder with uploads. */
    List<String> uploaded() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("jobs"))) {
            return all.filter(folder -> Files.isDirectory(uploads(folder)))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }

    /** Makes the folder that jobs' folders are made in. */
    void prepare() throws IOException {
        Files.createDirectories(data.resolve("jobs"));
    }

    /** A failure in words for the job's owner, who need not know where things are on the server. */
    String told(Exception failure) {
        String message = failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getClass().getName().startsWith("java.nio.file")
                        ? failure.getClass().getSimpleName() + ": " + failure.getMessage()
                        : failure.getMessage();
        return message.replace(data + "/", "").replace(data.toString(), "the data folder");
    }
}
