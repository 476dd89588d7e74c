package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import dev.flawsmith.jobs.Archives;
import dev.flawsmith.jobs.CountingComparison;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobWork;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import dev.flawsmith.jobs.UploadLimits;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    private JobService jobs(JobWork... work) {
        return JobService.start(
                new StoreLocation.Embedded(data), data, List.of(work), TestSettings.fast(), Duration.ZERO);
    }

    private FlawsmithServer serve(JobService jobs, Token... tokens) throws IOException {
        Path file = Files.write(
                data.resolve("tokens"), Stream.of(tokens).map(Token::line).toList());
        return FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs).withAccess(new AccessOptions(file, 0, 1)),
                ServerOptions.defaults().withPort(0));
    }

    @Test
    void anAuditorSeesItsOwnJobsAndNobodyElsesReport() throws Exception {
        String audits = Token.secret(RANDOM);
        String makes = Token.secret(RANDOM);
        String draws = Token.secret(RANDOM);
        String boss = Token.secret(RANDOM);
        StepWork datasets = StepWork.free();
        try (JobService jobs =
                        jobs(datasets, CountingComparison.work(new PhotoShelf(null), datasets, UploadLimits.DEFAULT));
                FlawsmithServer server = serve(
                        jobs,
                        Token.of("auditor", Set.of(Scope.AUDIT), audits),
                        Token.of("maker", Set.of(Scope.DATASET), makes),
                        Token.of("drawer", Set.of(Scope.GENERATE), draws),
                        Token.of("boss", Set.of(Scope.ADMIN), boss))) {
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
            HttpResponse<String> head =
                    client.send(as(audits, client.request(file)).method("HEAD", BodyPublishers.noBody()));
            assertEquals(200, head.statusCode());
            assertEquals("5", head.headers().firstValue("Content-Length").orElse("none"), "and nothing of it");
            assertEquals("1.png", client.send(as(audits, client.request(file))).body());
            HttpResponse<String> archive = client.send(as(audits, client.request(path + "/files"))
                    .header("Accept", "application/zip")
                    .method("HEAD", BodyPublishers.noBody()));
            assertEquals(List.of("application/zip"), archive.headers().allValues("Content-Type"));
            assertTrue(archive.headers()
                    .firstValue("Content-Disposition")
                    .orElse("")
                    .endsWith(".zip\""));
            assertEquals(404, client.send(as(makes, client.request(file))).statusCode());
            assertEquals("1.png", client.send(as(boss, client.request(file))).body());
            HttpResponse<String> events = client.send(as(boss, client.request(path + "/events")));
            assertTrue(events.body().contains("event: succeeded"), events.body());
            HttpResponse<String> photos = client.send(as(makes, client.request("/v1/datasets"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"include\": \"steel/train\"}")));
            assertEquals(403, photos.statusCode(), "a dataset with real photos shows them: " + photos.body());
            assertTrue(photos.body().contains("include: expected a token with the scope audit"), photos.body());
            HttpResponse<String> onto = client.send(as(makes, client.request("/v1/datasets"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"onto\": \"steel/good\"}")));
            assertEquals(403, onto.statusCode(), "so does one that is painted onto them: " + onto.body());
            HttpResponse<String> drawn = client.send(as(draws, client.request(file)));
            assertEquals(403, drawn.statusCode());
            assertTrue(drawn.body().contains("the scope dataset or audit"), drawn.body());
        }
    }

    @Test
    void anAdminSeesAndCancelsTheJobsOfOthers() throws Exception {
        String boss = Token.secret(RANDOM);
        String makes = Token.secret(RANDOM);
        String alsoMakes = Token.secret(RANDOM);
        StepWork work = StepWork.gated();
        try (JobService jobs = jobs(work);
                FlawsmithServer server = serve(
                        jobs,
                        Token.of("boss", Set.of(Scope.ADMIN), boss),
                        Token.of("maker", Set.of(Scope.DATASET), makes),
                        Token.of("other", Set.of(Scope.DATASET), alsoMakes))) {
            TestClient client = new TestClient(server);
            HttpResponse<String> made = client.send(as(makes, client.request("/v1/datasets"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(StepWork.spec(3))));
            assertEquals(202, made.statusCode(), made.body());
            String path = made.headers().firstValue("Location").orElseThrow();
            String id = path.substring(path.lastIndexOf('/') + 1);
            assertTrue(made.body().contains("\"owner\":\"maker\""), made.body());

            assertEquals(List.of(), listed(client, boss, ""), "its own, as everybody else's first page");
            assertEquals(List.of(id), listed(client, boss, "?owner=*"));
            assertEquals(List.of(id), listed(client, boss, "?owner=maker"));
            assertEquals(List.of(), listed(client, boss, "?owner=nobody"));
            assertEquals(List.of(id), listed(client, makes, "?owner=maker"));
            for (String others : List.of("?owner=*", "?owner=maker")) {
                HttpResponse<String> refused = client.send(as(alsoMakes, client.request("/v1/jobs" + others)));
                assertEquals(403, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("owner: expected a token with the scope admin"), refused.body());
            }
            assertEquals(404, client.send(as(alsoMakes, client.request(path))).statusCode());
            assertEquals(
                    404,
                    client.send(as(alsoMakes, client.request(path)).DELETE()).statusCode());
            assertEquals(200, client.send(as(boss, client.request(path))).statusCode());
            assertEquals(List.of(), listed(client, boss, "?owner=*&after=" + id));
            for (String slash : List.of("", "/")) { // at once, though the job is held
                HttpResponse<String> head = client.send(
                        as(makes, client.request(path + "/events" + slash)).method("HEAD", BodyPublishers.noBody()));
                assertEquals(200, head.statusCode());
                assertEquals(
                        "text/event-stream",
                        head.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""));
            }
            assertEquals(
                    404,
                    client.send(as(alsoMakes, client.request(path + "/events")).method("HEAD", BodyPublishers.noBody()))
                            .statusCode());
            HttpResponse<String> cancelled =
                    client.send(as(boss, client.request(path)).DELETE());
            assertEquals(200, cancelled.statusCode());
            assertTrue(cancelled.body().contains("\"state\":\"cancelled\""), cancelled.body());
        } finally {
            work.permit(3);
        }
    }

    private static List<String> listed(TestClient client, String token, String query) throws Exception {
        HttpResponse<String> answer = client.send(as(token, client.request("/v1/jobs" + query)));
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.readObject(answer.body().getBytes(StandardCharsets.UTF_8))
                .get("data")
                .findValuesAsText("id");
    }

    private static HttpRequest.Builder post(TestClient client, byte[] form) {
        return client.request("/v1/audits")
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(form));
    }
}
