package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /metrics} says after requests that are known. */
class MetricsTest {
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(
                new ModelSynthesizer(
                        List.of(new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED)))),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String scrape() throws Exception {
        HttpResponse<String> metrics = client.get("/metrics");
        assertEquals(200, metrics.statusCode());
        assertTrue(metrics.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain; version=0.0.4"));
        return metrics.body();
    }

    /** The value of a series; -1 where there is none. */
    private static double value(String metrics, String name, String... labels) {
        for (String line : metrics.lines().toList()) {
            if (line.startsWith(name + "{") || line.startsWith(name + " ")) {
                if (List.of(labels).stream().allMatch(line::contains)) {
                    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                }
            }
        }
        return -1;
    }

    @Test
    void countsWhatWasAskedDrawnAndRefused() throws Exception {
        assertEquals(
                200,
                client.postImages("{\"class\": \"pit\", \"n\": 3, \"steps\": 5}")
                        .statusCode());
        assertEquals(400, client.postImages("{\"class\": \"rust\"}").statusCode());
        assertEquals(400, client.postImages("{").statusCode());
        assertEquals(404, client.get("/nowhere/at/all").statusCode());
        scrape(); // a request is counted once it is answered, a moment after its client has the answer
        String metrics = scrape();
        String images = "route=\"/v1/images\"";
        assertEquals(1, value(metrics, "http_server_requests_seconds_count", images, "status=\"200\"", "POST"));
        assertEquals(2, value(metrics, "http_server_requests_seconds_count", images, "status=\"400\""));
        assertEquals(1, value(metrics, "http_server_requests_seconds_count", "unmatched", "status=\"404\""));
        assertEquals(3, value(metrics, "flawsmith_images_total", "model=\"toy\""));
        assertEquals(3, value(metrics, "flawsmith_guard_verdicts_total", "not_checked"));
        assertEquals(1, value(metrics, "flawsmith_http_rejects_total", "invalid_request"));
        assertEquals(1, value(metrics, "flawsmith_http_rejects_total", "invalid_json"));
        assertEquals(15, value(metrics, "flawsmith_network_rows_total", "toy"), "3 images of 5 steps");
        double calls = value(metrics, "flawsmith_network_call_seconds_count", "answered=\"true\"");
        assertTrue(calls >= 5 && calls <= 15, "calls: " + calls);
        assertEquals(calls, value(metrics, "flawsmith_batch_occupancy_ratio_count"));
        assertTrue(value(metrics, "flawsmith_batch_occupancy_ratio_sum") <= calls);
        assertEquals(0, value(metrics, "flawsmith_images_admitted", "toy"));
        assertEquals(0, value(metrics, "flawsmith_http_image_requests"));
    }

    @Test
    void tellsThePathOfNoRequest() throws Exception {
        client.get("/secret-path/12345");
        client.get("/v1/models?secret-query");
        scrape();
        assertFalse(scrape().contains("secret"), "paths would be tags without end");
    }

    @Test
    void tellsTheMemoryOfTheProcessAndOfTheJvm() throws Exception {
        String metrics = scrape();
        assertTrue(value(metrics, "process_resident_memory_bytes") > 50e6, metrics);
        assertTrue(value(metrics, "jvm_buffer_memory_used_bytes", "id=\"direct\"") >= 0, metrics);
        assertTrue(value(metrics, "jvm_threads_live_threads") > 5, metrics);
        assertTrue(value(metrics, "jvm_memory_used_bytes", "area=\"heap\"") > 0, metrics);
    }

    /** Prometheus' text format 0.0.4, and its naming: lower case, seconds and bytes, counters end in _total. */
    @Test
    void isWellFormed() throws Exception {
        client.postImages("{\"class\": \"pit\"}");
        String metrics = scrape();
        Pattern sample =
                Pattern.compile("([a-z][a-z0-9_]*)(\\{[a-z]+=\"[^\"\n]*\"(,[a-z]+=\"[^\"\n]*\")*})? ([0-9eE.+-]+|NaN)");
        for (String line : metrics.lines().toList()) {
            Matcher parts = sample.matcher(line);
            assertTrue(line.startsWith("# ") || parts.matches(), line);
            assertFalse(line.contains("_milliseconds"), line);
            if (line.startsWith("# TYPE ") && line.endsWith(" counter")) {
                assertTrue(line.contains("_total counter"), line);
            }
        }
    }
}
