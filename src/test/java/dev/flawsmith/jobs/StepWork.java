package dev.flawsmith.jobs;

import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Work that writes a line a step and goes on where the lines end. Its specs are {@code {"steps":N}}. */
public final class StepWork implements JobWork {
    public static final String KIND = "dataset";
    private static final String LINES = "lines.txt";

    /** Steps that may be taken; without end unless {@link #gated}. */
    private final Semaphore permits;
    /** What the next runs throw, each once, before their first step. */
    final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** Whether specs are refused from now on, as on a disk that has become full. */
    volatile boolean full;

    private StepWork(Semaphore permits) {
        this.permits = permits;
    }

    public static StepWork free() {
        return new StepWork(new Semaphore(1_000_000));
    }

    /** One that waits for {@link #permit}. */
    public static StepWork gated() {
        return new StepWork(new Semaphore(0));
    }

    public void permit(int steps) {
        permits.release(steps);
    }

    public static String spec(int steps) {
        return "{\"steps\":" + steps + "}";
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public long check(String spec, Path folder) {
        if (full || !spec.matches("\\{\"steps\":[0-9]{1,4}}")) {
            throw JobException.invalid(
                    List.of(new FieldError("steps", "expected a number"), new FieldError("more", "expected none")));
        }
        return steps(spec);
    }

    private static int steps(String spec) {
        return Integer.parseInt(spec.replaceAll("[^0-9]", ""));
    }

    @Override
    public Outcome run(String spec, Path folder, JobWatch watch) throws IOException, InterruptedException {
        Throwable failure = failures.poll();
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(LINES);
        int done = Files.isRegularFile(file) ? Files.readAllLines(file).size() : 0;
        for (; done < steps(spec); done++) {
            permits.acquire();
            Files.writeString(file, "step " + done + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            watch.progressed(done + 1, 0);
        }
        return new Outcome(null, "{\"lines\":" + done + "}");
    }

    @Override
    public void discard(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(LINES));
        Files.deleteIfExists(folder);
    }

    @Override
    public Path files(Path folder) {
        return folder;
    }
}
