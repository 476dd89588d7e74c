package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static dev.flawsmith.http.TestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
    @TempDir
    private Path data;

    private final StepWork work = StepWork.gated();
    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        jobs = JobService.start(
                new StoreLocation.Embedded(data),
                data,
                List.of(work),
                TestSettings.fast().withUnfinishedPerOwner(2),
                Duration.ZERO);
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

    private HttpRequest.Builder post(String body) {
        return client.request("/v1/datasets")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private String submit(int steps) throws IOException, InterruptedException {
        HttpResponse<String> made = client.send(post(StepWork.spec(steps)));
        assertEquals(202, made.statusCode(), made.body());
        return json(made).required("id").textValue();
    }

    private List<String> events(String id, String after) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(client.request("/v1/jobs/" + id + "/events").header("Last-Event-ID", after));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                "text/event-stream", answer.headers().firstValue("Content-Type").orElse(""));
        return answer.body()
                .lines()
                .filter(line -> !line.equals(":") && !line.isEmpty())
                .toList();
    }

    @Test
    void aDatasetIsMadeAndFetched() throws Exception {
        HttpResponse<String> made = client.send(post("{ \"steps\" :\n 3 }"));
        assertEquals(202, made.statusCode(), made.body());
        JsonNode job = json(made);
        String path = made.headers().firstValue("Location").orElse("");
        assertEquals("/v1/jobs/" + job.required("id").textValue(), path);
        assertEquals("dataset", job.required("kind").textValue());
        assertEquals(3, job.at("/progress/total").intValue());
        assertEquals("{\"steps\":3}", job.required("spec").toString());
        HttpResponse<String> early = client.get(path + "/files");
        assertEquals(409, early.statusCode(), early.body());
        assertEquals("not_ready", error(early).required("code").textValue());

        work.permit(3);
        List<String> lines = events(job.required("id").textValue(), "0");
        assertEquals("id: 1", lines.get(0));
        assertEquals("event: queued", lines.get(1));
        assertTrue(lines.contains("event: succeeded"), lines.toString());
        JsonNode done = json(client.get(path));
        assertEquals("succeeded", done.required("state").textValue());
        assertEquals(3, done.at("/result/lines").intValue());
        JsonNode files = json(client.get(path + "/files")).required("data");
        assertEquals("[{\"path\":\"lines.txt\",\"bytes\":21}]", files.toString());
        HttpResponse<String> file = client.get(path + "/files/lines.txt");
        assertEquals("step 0\nstep 1\nstep 2\n", file.body());
        assertEquals("21", file.headers().firstValue("Content-Length").orElse(""));
        HttpResponse<byte[]> zip = client.http()
                .send(
                        client.request(path + "/files")
                                .header("Accept", "application/zip")
                                .build(),
                        BodyHandlers.ofByteArray());
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
            ZipEntry entry = entries.getNextEntry();
            assertEquals("lines.txt", entry == null ? "nothing" : entry.getName());
            assertEquals(file.body(), new String(entries.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void noPathLeadsOutOfAJobsFolder() throws Exception {
        String id = submit(0);
        List<String> unused = events(id, "0");
        for (String path : List.of(
                "../" + id + "/lines.txt",
                "%2e%2e/jobs.mv.db",
                "..%2f..%2fjobs.mv.db",
                "%2fetc%2fpasswd",
                "/etc/passwd",
                "a%00b",
                "..%5c..%5cjobs.mv.db",
                "no-such-file")) {
            HttpResponse<String> answer = client.get("/v1/jobs/" + id + "/files/" + path);
            assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + ": " + answer.statusCode());
        }
    }

    @Test
    void whoComesBackMissesNothing() throws Exception {
        String id = submit(3);
        HttpResponse<Stream<String>> live =
                client.http().send(client.request("/v1/jobs/" + id + "/events").build(), BodyHandlers.ofLines());
        Iterator<String> lines = live.body().iterator();
        work.permit(1);
        String last = "";
        while (!last.equals("event: running")) {
            last = lines.next();
        }
        work.permit(2);
        List<String> rest = new ArrayList<>();
        lines.forEachRemaining(rest::add);
        assertTrue(rest.contains("event: succeeded"), rest.toString());

        List<String> all =
                events(id, "0").stream().filter(line -> line.startsWith("id: ")).toList();
        for (int i = 0; i < all.size(); i++) {
            assertEquals("id: " + (i + 1), all.get(i));
        }
        assertEquals(
                all.subList(2, all.size()),
                events(id, "2").stream().filter(line -> line.startsWith("id: ")).toList());
        assertEquals(List.of(), events(id, "" + all.size()));
        HttpResponse<String> wrong =
                client.send(client.request("/v1/jobs/" + id + "/events").header("Last-Event-ID", "x"));
        assertEquals(400, wrong.statusCode());
    }

    @Test
    void sentAgainWithItsKeyItIsTheSameJob() throws Exception {
        HttpResponse<String> first = client.send(post(StepWork.spec(1)).header("Idempotency-Key", "monday"));
        HttpResponse<String> again = client.send(post("{\"steps\": 1}").header("Idempotency-Key", "monday"));
        assertEquals(202, again.statusCode());
        assertEquals(json(first).required("id"), json(again).required("id"));
        HttpResponse<String> other = client.send(post(StepWork.spec(2)).header("Idempotency-Key", "monday"));
        assertEquals(422, other.statusCode());
        assertEquals("idempotency_key_reused", error(other).required("code").textValue());
        HttpResponse<String> wrong = client.send(post(StepWork.spec(2)).header("Idempotency-Key", "mon day"));
        assertEquals(400, wrong.statusCode());
        assertEquals(List.of("Idempotency-Key"), TestClient.wrongFields(wrong));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        HttpResponse<String> wrong = client.send(post("{\"steps\": \"many\"}"));
        assertEquals(400, wrong.statusCode());
        assertEquals(List.of("more", "steps"), TestClient.wrongFields(wrong));
        for (String body :
                List.of("", "[]", "{\"steps\": 1", "{\"steps\": 1} 2", "{\"a\":1,\"a\":2}", "null", "\u0000")) {
            assertEquals(400, client.send(post(body)).statusCode(), body);
        }
        HttpResponse<String> text =
                client.send(client.request("/v1/datasets").POST(BodyPublishers.ofString("steps: 1")));
        assertEquals(415, text.statusCode());
        HttpResponse<String> query = client.get("/v1/jobs?state=lost&limit=0&after=&who=me&kind=a&kind=b&owner=x");
        assertEquals(400, query.statusCode());
        assertEquals(List.of("after", "kind", "limit", "owner", "state", "who"), TestClient.wrongFields(query));
    }

    /** The same spec in either form is the same request. */
    @Test
    void aSpecInYamlIsTheSameRequest() throws Exception {
        HttpResponse<String> json = client.send(post(StepWork.spec(3)).header("Idempotency-Key", "k"));
        HttpResponse<String> again = client.send(yaml("# three\nsteps: 3\n").header("Idempotency-Key", "k"));
        assertEquals(202, again.statusCode(), again.body());
        assertEquals(json(json).required("id"), json(again).required("id"));
        assertEquals(3, json(again).at("/spec/steps").intValue(), again.body());
        for (String body : List.of("", "- 1", "steps: [", "steps: 1\nsteps: 2", "steps: 1\n---\nsteps: 2\n...\n}")) {
            HttpResponse<String> refused = client.send(yaml(body));
            assertEquals(400, refused.statusCode(), body);
            assertEquals(
                    "invalid_yaml", TestClient.error(refused).required("code").textValue(), body);
        }
        HttpResponse<String> twice = client.send(yaml("steps: 1\nsteps: 2"));
        assertTrue(twice.body().contains("line 2"), twice.body());
        HttpResponse<String> audit = client.send(client.request("/v1/audits")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("a: 1")));
        assertEquals(415, audit.statusCode(), audit.body());
    }

    private HttpRequest.Builder yaml(String body) {
        return client.request("/v1/datasets")
                .header("Content-Type", "application/yaml; charset=utf-8")
                .POST(BodyPublishers.ofString(body));
    }

    @Test
    void cancellingIsDoneOnceHoweverOftenItIsAsked() throws Exception {
        String id = submit(5);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> gone =
                    client.send(client.request("/v1/jobs/" + id).DELETE());
            assertEquals(200, gone.statusCode(), gone.body());
            assertEquals("cancelled", json(gone).required("state").textValue());
        }
        assertEquals(
                1, events(id, "0").stream().filter("event: cancelled"::equals).count());
    }

    @Test
    void listsPageByPageAndLimitsWhatIsUnfinished() throws Exception {
        String first = submit(1);
        String second = submit(1);
        HttpResponse<String> third = client.send(post(StepWork.spec(1)));
        assertEquals(429, third.statusCode());
        assertEquals("too_many_jobs", error(third).required("code").textValue());
        assertTrue(third.headers().firstValue("Retry-After").isPresent());
        assertEquals(json(client.get("/v1/jobs")), json(client.get("/v1/jobs?owner=*")), "without tokens all are one");
        JsonNode page = json(client.get("/v1/jobs?limit=1&kind=dataset"));
        assertEquals(second, page.at("/data/0/id").textValue());
        assertTrue(page.required("has_more").booleanValue());
        assertFalse(page.at("/data/0").has("spec"));
        JsonNode rest = json(client.get("/v1/jobs?limit=1&after=" + second));
        assertEquals(first, rest.at("/data/0/id").textValue());
        assertFalse(rest.required("has_more").booleanValue());
    }

    @Test
    void aJobThatIsNoneIsNotFound() throws Exception {
        assertEquals(404, client.send(client.request("/v1/jobs/none").DELETE()).statusCode());
        for (String path : List.of("/v1/jobs/none", "/v1/jobs/none/events", "/v1/jobs/none/files", "/v1/jobs/a%27b")) {
            assertEquals(404, client.get(path).statusCode(), path);
        }
    }
}
