package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} says of jobs. */
class JobMetricsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    private final StepWork work = StepWork.gated();
    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        start(new StoreLocation.Embedded(data), Duration.ZERO);
    }

    private void start(StoreLocation location, Duration delay) {
        jobs = JobService.start(location, data, List.of(work), TestSettings.fast(), delay);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        work.permit(1000);
        server.close();
        jobs.close();
    }

    private String submit(int steps) throws Exception {
        HttpResponse<String> made = client.send(client.request("/v1/datasets")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(StepWork.spec(steps))));
        assertEquals(202, made.statusCode(), made.body());
        return TestClient.json(made).required("id").textValue();
    }

    /** The value of a series; nothing where there is none. */
    private String value(String series) throws Exception {
        return client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("");
    }

    private void await(String series, String expected) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        String found = value(series);
        while (!found.equals(expected)) {
            assertTrue(System.nanoTime() < end, series + ": expected " + expected + ", found " + found);
            Thread.sleep(20);
            found = value(series);
        }
    }

    private static String jobs(String name, String state) {
        return name + "{kind=\"dataset\",state=\"" + state + "\"}";
    }

    @Test
    void countsJobsByStateAsTheyComeAndGo() throws Exception {
        String first = submit(3);
        await(jobs("flawsmith_jobs", "running"), "1.0");
        String second = submit(2);
        await(jobs("flawsmith_jobs", "queued"), "1.0");
        assertEquals("0.0", value(jobs("flawsmith_jobs", "paused")));
        assertEquals("", value(jobs("flawsmith_jobs_finished_total", "succeeded")));
        assertEquals(
                200, client.send(client.request("/v1/jobs/" + second).DELETE()).statusCode());
        assertEquals("1.0", value(jobs("flawsmith_jobs_finished_total", "cancelled")));
        client.send(client.request("/v1/jobs/" + second).DELETE());
        assertEquals("1.0", value(jobs("flawsmith_jobs_finished_total", "cancelled")), "it was cancelled before");
        assertEquals("", value(jobs("flawsmith_job_duration_seconds_count", "cancelled")), "it never began");
        work.permit(3);
        await(jobs("flawsmith_jobs_finished_total", "succeeded"), "1.0");
        assertEquals("1", value(jobs("flawsmith_job_duration_seconds_count", "succeeded")));
        assertEquals("0.0", value(jobs("flawsmith_jobs", "running")));
        assertFalse(client.get("/metrics").body().contains(first), "ids would be tags without end");
    }

    /** What is asked while nobody knows yet waits, but only some of it. */
    @Test
    void ofManyRequestsForAStoreThatDoesNotOpenOnlySomeWait() throws Exception {
        server.close();
        jobs.close();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?loginTimeout=3&socketTimeout=3";
            start(new StoreLocation.PostgreSql(url, "nobody", null), Duration.ZERO);
            List<CompletableFuture<Long>> all = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                all.add(client.http()
                        .sendAsync(client.request("/v1/jobs").build(), HttpResponse.BodyHandlers.ofString())
                        .thenApply(answer -> {
                            assertEquals(503, answer.statusCode());
                            return System.nanoTime() - start;
                        }));
            }
            long atOnce =
                    all.stream().filter(each -> each.join() < 1_500_000_000L).count();
            assertTrue(atOnce >= 22, "at once: " + atOnce);
        }
    }

    @Test
    void saysNothingOfAStoreThatIsAwayAndDoesNotWaitForIt() throws Exception {
        server.close();
        jobs.close();
        start(
                new StoreLocation.PostgreSql("jdbc:postgresql://127.0.0.1:1/nowhere?connectTimeout=1", null, null),
                Duration.ZERO);
        long start = System.nanoTime();
        assertEquals("NaN", value(jobs("flawsmith_jobs", "queued")));
        assertTrue(System.nanoTime() - start < 3_000_000_000L, "a scrape must not wait");
        assertEquals(503, client.get("/v1/jobs").statusCode());
        HttpResponse<String> ready = client.get("/readyz");
        assertEquals(200, ready.statusCode(), "images are drawn all the same");
        String told = TestClient.json(ready).path("jobs").asText();
        assertTrue(told.contains("the store of the jobs cannot be"), ready.body());
    }
}
