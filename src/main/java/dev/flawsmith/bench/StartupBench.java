package dev.flawsmith.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * {@code scripts/flawsmith serve} as a process of its own on a free port, from its start to the first image over HTTP, and
 * the memory that is resident then. One start that does not count comes first: it may have to build.
 */
public final class StartupBench {
    private static final double FIRST_IMAGE_LIMIT = 4;
    private static final double RESIDENT_LIMIT = 1024;

    private final List<String> server;
    private final String model;
    private final int rounds;

    /**
     * @param server the command line of a server on any free port of 127.0.0.1, whose first line on standard output says
     *     {@code {"url":…}} once it is ready
     * @param model the model that draws the first image
     */
    public StartupBench(List<String> server, String model, int rounds) {
        this.server = List.copyOf(server);
        this.model = model;
        this.rounds = rounds;
    }

    /**
     * Measures.
     *
     * @throws BenchException if the server does not start or does not draw
     */
    public Outcome run() {
        start();
        List<Start> starts = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            starts.add(start());
        }
        List<Result> results = new ArrayList<>();
        results.add(Result.plain("ready_seconds", median(starts, Start::readySeconds), "s"));
        results.add(
                Result.atMost("first_image_seconds", median(starts, Start::firstImageSeconds), "s", FIRST_IMAGE_LIMIT));
        results.add(Result.plain("second_image_seconds", median(starts, Start::secondImageSeconds), "s"));
        results.add(Result.plain("first_image_cpu_seconds", median(starts, Start::cpuSeconds), "s"));
        results.add(Result.atMost("resident_mib", median(starts, Start::residentMib), "MiB", RESIDENT_LIMIT));
        return new Outcome(starts.get(0).engine(), results);
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        return Statistics.median(
                starts.stream().map(start -> figure.applyAsDouble(start)).toList());
    }

    /**
     * One start.
     *
     * @param firstImageSeconds from the process's start to the last byte of the first image
     * @param secondImageSeconds of the next request
     * @param cpuSeconds that the process had used by the first image, over all cores
     */
    private record Start(
            double readySeconds,
            double firstImageSeconds,
            double secondImageSeconds,
            double cpuSeconds,
            double residentMib,
            String engine) {}

    private Start start() {
        long began = System.nanoTime();
        try (ServerProcess process = ServerProcess.start(server)) {
            ImageClient client = new ImageClient(process.url());
            double ready = secondsSince(began);
            JsonNode described = client.describe(model);
            String className = described.path("classes").path(0).asText();
            byte[] png = client.draw(model, className, 1, 1, null);
            double first = secondsSince(began);
            double cpu = process.cpuSeconds();
            double resident = process.residentMib();
            if (png.length < 8 || png[1] != 'P') {
                throw new BenchException(null, "expected a PNG, found " + png.length + " other bytes", null);
            }
            double second = Stopwatch.seconds(() -> client.draw(model, className, 1, 2, null));
            return new Start(
                    ready,
                    first,
                    second,
                    cpu,
                    resident,
                    described.path("engine").asText());
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /**
     * The process's resident set, as Linux counts it (proc(5), VmRSS).
     *
     * @throws BenchException where there is no {@code /proc}
     */
    static double residentMib(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                }
            }
            throw new BenchException(null, "expected VmRSS in " + status + ", found none", null);
        } catch (IOException e) {
            throw new BenchException(null, "expected Linux's " + status + ", found " + e.getMessage(), e);
        }
    }
}
