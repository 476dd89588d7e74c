package dev.flawsmith.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code serve} as a process of its own on a free port of this machine. Whoever starts it closes it. */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 40;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final URI url;

    private ServerProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param command of a server whose first line on standard output says {@code {"url":…}} once it is ready
     * @throws BenchException if it does not start
     */
    static ServerProcess start(List<String> command) {
        return start(command, Map.of());
    }

    /** As {@link #start(List)}, with variables added to the environment. */
    static ServerProcess start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BenchException(null, "expected to start " + command.get(0) + ", found " + e.getMessage(), e);
        }
        try {
            // Not closed: the server may write more, and dies of a closed pipe.
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            if (line == null) {
                throw new BenchException(
                        null,
                        "expected a server that says {\"url\":…}, found that it ended: " + String.join(" ", command),
                        null);
            }
            return new ServerProcess(
                    process, URI.create(JSON.readTree(line).path("url").asText()));
        } catch (IOException | RuntimeException e) {
            stop(process);
            throw e instanceof BenchException told
                    ? told
                    : new BenchException(null, "expected the server to say that it is ready, found " + e, e);
        }
    }

    URI url() {
        return url;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Processor time that the process has used so far, over all cores; 0 where the system does not say. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /** The process's resident set; Linux only. */
    double residentMib() {
        return StartupBench.residentMib(process.pid());
    }

    /** The process's threads, as Linux counts them (proc(5)). */
    int threads() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("Threads:")) {
                    return Integer.parseInt(line.replaceAll("[^0-9]", ""));
                }
            }
            throw new BenchException(null, "expected Threads in " + status + ", found none", null);
        } catch (IOException e) {
            throw new BenchException(null, "expected Linux's " + status + ", found " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        stop(process);
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
