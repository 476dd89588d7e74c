package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import dev.flawsmith.jobs.Archives;
import dev.flawsmith.jobs.CountingComparison;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import dev.flawsmith.jobs.UploadLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for audits, and who sees them. */
class JobScopesTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path data;

    private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token);
    }

    @Test
    void anAuditorSeesItsOwnJobsAndNobodyElsesReport() throws Exception {
        String audits = Token.secret(RANDOM);
        String makes = Token.secret(RANDOM);
        String draws = Token.secret(RANDOM);
        Path tokens = Files.write(
                data.resolve("tokens"),
                List.of(
                        Token.of("auditor", Set.of(Scope.AUDIT), audits).line(),
                        Token.of("maker", Set.of(Scope.DATASET), makes).line(),
                        Token.of("drawer", Set.of(Scope.GENERATE), draws).line()));
        StepWork datasets = StepWork.free();
        try (JobService jobs = JobService.start(
                        new StoreLocation.Embedded(data),
                        data,
                        List.of(
                                datasets,
                                CountingComparison.work(new PhotoShelf(null), datasets, UploadLimits.DEFAULT)),
                        TestSettings.fast(),
                        Duration.ZERO);
                FlawsmithServer server = FlawsmithServer.start(
                        Services.of(new FakeSynthesizer()).withJobs(jobs).withAccess(new AccessOptions(tokens, 0, 1)),
                        ServerOptions.defaults().withPort(0))) {
            TestClient client = new TestClient(server);
            byte[] form = new Multipart()
                    .file("train", Archives.zip("1.png"))
                    .file("synthetic", Archives.zip("1.png"))
                    .end();
            for (String other : List.of(makes, draws)) {
                HttpResponse<String> refused = client.send(as(other, post(client, form)));
                assertEquals(403, refused.statusCode(), refused.body());
            }
            HttpResponse<String> made = client.send(as(audits, post(client, form)));
            assertEquals(202, made.statusCode(), made.body());
            String path = made.headers().firstValue("Location").orElseThrow();
            assertEquals(
                    200,
                    client.send(as(audits, client.request(path + "/events"))).statusCode());
            String file = path + "/files/train.txt";
            assertEquals("1.png", client.send(as(audits, client.request(file))).body());
            assertEquals(404, client.send(as(makes, client.request(file))).statusCode());
            HttpResponse<String> photos = client.send(as(makes, client.request("/v1/datasets"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"include\": \"steel/train\"}")));
            assertEquals(403, photos.statusCode(), "a dataset with real photos shows them: " + photos.body());
            assertTrue(photos.body().contains("include: expected a token with the scope audit"), photos.body());
            HttpResponse<String> drawn = client.send(as(draws, client.request(file)));
            assertEquals(403, drawn.statusCode());
            assertTrue(drawn.body().contains("the scope dataset or audit"), drawn.body());
        }
    }

    private static HttpRequest.Builder post(TestClient client, byte[] form) {
        return client.request("/v1/audits")
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(form));
    }
}
