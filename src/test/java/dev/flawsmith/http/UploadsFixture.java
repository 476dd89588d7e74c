package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.jobs.Archives;
import dev.flawsmith.jobs.CountingComparison;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import dev.flawsmith.jobs.UploadLimits;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server that audits uploads, photos of its own and datasets, by a comparison that counts. */
abstract class UploadsFixture {
    static final int MOST_BYTES = 1 << 19;

    @TempDir
    Path folder;

    Path data;
    final StepWork datasets = StepWork.free();
    JobService jobs;
    FlawsmithServer server;
    TestClient client;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        Path photos = Files.createDirectories(folder.resolve("photos/steel/scratch"));
        Files.writeString(photos.resolve("1.png"), "1");
        jobs = JobService.start(
                new StoreLocation.Embedded(data),
                data,
                List.of(
                        datasets,
                        CountingComparison.work(
                                new PhotoShelf(folder.resolve("photos")),
                                datasets,
                                new UploadLimits(MOST_BYTES, 100, 80 << 20, 10))),
                TestSettings.fast().withUnfinishedPerOwner(100_000),
                Duration.ZERO);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close();
    }

    HttpRequest.Builder post(byte[] form) {
        return client.request("/v1/audits")
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(form));
    }

    HttpResponse<String> asked(String body) throws IOException, InterruptedException {
        return client.send(client.request("/v1/audits")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    static Multipart form() {
        return new Multipart()
                .file("train", Archives.zip("scratch/1.png", "pit/2.png"))
                .file("synthetic", Archives.gzip(Archives.tar("1.png", TarConstants.LF_NORMAL)));
    }

    JsonNode finished(HttpResponse<String> made) throws IOException, InterruptedException {
        assertEquals(202, made.statusCode(), made.body());
        String path = made.headers().firstValue("Location").orElse("");
        HttpResponse<String> events = client.get(path + "/events"); // until it is over
        assertEquals(200, events.statusCode(), events.body());
        return json(client.get(path));
    }

    List<String> left() throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("jobs"))) {
            return all.filter(path -> !path.equals(data.resolve("jobs")))
                    .map(path -> data.relativize(path).toString())
                    .toList();
        }
    }
}
