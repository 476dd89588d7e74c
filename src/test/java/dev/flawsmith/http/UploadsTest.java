package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static dev.flawsmith.http.TestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Audits of uploads, of photos of the server and of datasets, by a comparison that counts. */
@Timeout(120)
class UploadsTest {
    private static final long SEED = Long.getLong("flawsmith.fuzz.seed", 20_260_101L);
    private static final int MOST_BYTES = 1 << 19;

    @TempDir
    private Path folder;

    private Path data;
    private final StepWork datasets = StepWork.free();
    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;

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

    private HttpRequest.Builder post(byte[] form) {
        return client.request("/v1/audits")
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArray(form));
    }

    private HttpResponse<String> asked(String body) throws IOException, InterruptedException {
        return client.send(client.request("/v1/audits")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static Multipart form() {
        return new Multipart()
                .file("train", Archives.zip("scratch/1.png", "pit/2.png"))
                .file("synthetic", Archives.gzip(Archives.tar("1.png", TarConstants.LF_NORMAL)));
    }

    private JsonNode finished(HttpResponse<String> made) throws IOException, InterruptedException {
        assertEquals(202, made.statusCode(), made.body());
        String path = made.headers().firstValue("Location").orElse("");
        HttpResponse<String> events = client.get(path + "/events"); // until it is over
        assertEquals(200, events.statusCode(), events.body());
        return json(client.get(path));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("jobs"))) {
            return all.filter(path -> !path.equals(data.resolve("jobs")))
                    .map(path -> data.relativize(path).toString())
                    .toList();
        }
    }

    @Test
    void anUploadIsComparedAndOnlyItsReportStays() throws Exception {
        JsonNode job = finished(
                client.send(post(form().value("options", "{\"seed\": 7}").end())));
        assertEquals("succeeded", job.required("state").textValue(), job.toString());
        assertEquals("audit", job.required("kind").textValue());
        assertEquals("{\"synthetic\":1,\"train\":2}", job.required("result").toString());
        assertEquals(3, job.at("/progress/done").intValue());
        assertEquals(7, job.at("/spec/options/seed").intValue());
        assertEquals(2, job.at("/spec/train/upload/images").intValue());
        String id = job.required("id").textValue();
        assertEquals(
                "pit/2.png\nscratch/1.png",
                client.get("/v1/jobs/" + id + "/files/train.txt").body());
        assertFalse(Files.exists(data.resolve("jobs/" + id + "/uploads")), left().toString());
        JsonNode files = json(client.get("/v1/jobs/" + id + "/files")).required("data");
        assertEquals(2, files.size(), files.toString());
        assertEquals(404, client.get("/v1/jobs/" + id + "/files/../result.json").statusCode());
    }

    @Test
    void photosOfTheServerAndADatasetOfTheCallerAreCompared() throws Exception {
        HttpResponse<String> made = client.send(client.request("/v1/datasets")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(StepWork.spec(1))));
        String id = finished(made).required("id").textValue();
        Files.createDirectories(data.resolve("jobs/" + id + "/images"));
        Files.writeString(data.resolve("jobs/" + id + "/images/1.png"), "1");
        String synthetic = "{\"job\": \"" + id + "\"}";
        JsonNode job = finished(asked("{\"train\": \"steel\", \"synthetic\": " + synthetic + "}"));
        assertEquals("{\"synthetic\":1,\"train\":1}", job.required("result").toString());
        JsonNode mixed = finished(client.send(post(new Multipart()
                .file("train", Archives.zip("1.png", "2.png"))
                .value("synthetic", synthetic)
                .value("holdout", "steel")
                .end())));
        assertEquals(
                "{\"holdout\":1,\"synthetic\":1,\"train\":2}",
                mixed.required("result").toString());
        String audit = mixed.required("id").textValue();
        for (String wrong : List.of(
                "{\"train\": \"steel\", \"synthetic\": {\"job\": \"" + audit + "\"}}",
                "{\"train\": \"steel\", \"synthetic\": {\"job\": \"" + "0".repeat(32) + "\"}}",
                "{\"train\": \"steel\", \"synthetic\": {\"job\": \"../x\"}}",
                "{\"train\": \"steel\", \"synthetic\": {\"upload\": {}}}",
                "{\"train\": \"steel\", \"synthetic\": \"../data\"}",
                "{\"train\": \"steel\", \"synthetic\": \"a\\u0000b\"}",
                "{\"train\": \"steel\"}")) {
            HttpResponse<String> answer = asked(wrong);
            assertEquals(400, answer.statusCode(), wrong + answer.body());
            assertEquals(List.of("synthetic"), TestClient.wrongFields(answer), wrong);
        }
        HttpResponse<String> all = asked("{\"train\": 1, \"options\": {\"more\": 1}, \"y\": 2}");
        assertEquals(List.of("", "options.more", "synthetic", "train"), TestClient.wrongFields(all), all.body());
    }

    @Test
    void sentAgainWithItsKeyItIsTheSameJob() throws Exception {
        byte[] form = form().end(); // packed once: an archive says when
        JsonNode first = finished(client.send(post(form).header("Idempotency-Key", "k")));
        JsonNode again = finished(client.send(post(form).header("Idempotency-Key", "k")));
        assertEquals(first.required("id"), again.required("id"));
        byte[] other = form().file("holdout", Archives.zip("1.png")).end();
        HttpResponse<String> reused = client.send(post(other).header("Idempotency-Key", "k"));
        assertEquals(422, reused.statusCode(), reused.body());
        try (Stream<Path> all = Files.list(data.resolve("jobs"))) {
            assertEquals(1, all.count());
        }
    }

    @Test
    void tooMuchIs413() throws Exception {
        byte[] noise = new byte[MOST_BYTES + 1];
        new SplittableRandom(1).nextBytes(noise);
        byte[] large = new Multipart().file("train", noise).end();
        HttpResponse<String> told = client.send(post(large));
        assertEquals(413, told.statusCode(), told.body());
        assertEquals("upload_too_large", error(told).required("code").textValue());
        HttpResponse<String> chunked = client.send(client.request("/v1/audits")
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArrays(List.of(large))));
        assertEquals(413, chunked.statusCode(), chunked.body());
        byte[] bomb = Archives.zip("a.bmp", 0100644, new byte[65 << 20]);
        HttpResponse<String> unpacked = client.send(
                post(new Multipart().file("train", bomb).file("synthetic", bomb).end()));
        assertEquals(413, unpacked.statusCode(), unpacked.body());
        assertTrue(unpacked.body().contains("expected at most 67,108,864 bytes unpacked"), unpacked.body());
        assertEquals(List.of(), left());
    }

    @Test
    void whatIsNoFormIsRefusedAndLeavesNothing() throws Exception {
        byte[] zip = Archives.zip("a.png");
        List<byte[]> wrong = List.of(
                new byte[0],
                new Multipart().end(),
                new Multipart().file("train", zip).file("train", zip).end(),
                new Multipart().file("photos", zip).end(),
                new Multipart()
                        .file("train", zip)
                        .value("options", "{\"seed\":")
                        .end(),
                new Multipart().file("train", zip).value("options", "[]").end(),
                new Multipart()
                        .file("train", zip)
                        .value("options", "{".repeat(70_000))
                        .end(),
                new Multipart().part("form-data", zip).end(),
                new Multipart()
                        .part("form-data; name=\"../../x\"; filename=\"a\"", zip)
                        .end(),
                new Multipart()
                        .file("train", Archives.zip("../a.png"))
                        .file("synthetic", zip)
                        .end(),
                new Multipart()
                        .file("train", zip)
                        .file("synthetic", Archives.zip("a.png", "A.png"))
                        .end(),
                new Multipart()
                        .file("train", Archives.tar("a.png", TarConstants.LF_SYMLINK))
                        .file("synthetic", zip)
                        .end());
        for (byte[] form : wrong) {
            HttpResponse<String> answer = client.send(post(form));
            String shown = new String(form, 0, Math.min(300, form.length), StandardCharsets.ISO_8859_1);
            assertTrue(answer.statusCode() == 400 || answer.statusCode() == 413, shown + answer.body());
            assertFalse(error(answer).required("message").textValue().isEmpty());
        }
        for (String type :
                List.of("multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b")) {
            HttpResponse<String> answer = client.send(client.request("/v1/audits")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofByteArray(form().end())));
            assertEquals(type.contains("mixed") ? 415 : 400, answer.statusCode(), type + answer.body());
        }
        assertEquals(List.of(), left());
    }

    @Test
    void jsonThatIsNoSpecIsRefusedWhateverItsValues() throws Exception {
        List<String> values = List.of(
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"../../etc\"",
                "\"" + "x".repeat(5000) + "\"",
                "\"steel/\\u202e\"",
                "1e999999999",
                "-0.0",
                "[[[]]]",
                "{}",
                "null",
                "{\"job\": null}",
                "{\"job\": \"\\ud800\"}",
                "{\"upload\": {\"sha256\": \"\"}}");
        for (String value : values) {
            for (String body : List.of(
                    "{\"train\": " + value + ", \"synthetic\": \"steel\"}",
                    "{\"train\": \"steel\", \"synthetic\": \"steel\", \"options\": {\"more\": " + value + "}}",
                    "{\"train\": \"steel\", \"synthetic\": \"steel\", \"more\": " + value + "}")) {
                HttpResponse<String> answer = asked(body);
                assertEquals(400, answer.statusCode(), body + answer.body());
                HttpResponse<String> part = client.send(post(new Multipart()
                        .value("train", value.replace("\"", ""))
                        .value("options", body)
                        .file("synthetic", Archives.zip("1.png"))
                        .end()));
                assertEquals(400, part.statusCode(), body + part.body());
            }
        }
        assertEquals(List.of(), left());
    }

    @Test
    void anUploadThatIsCutOrMutatedIsAnsweredAndTheServerGoesOn() throws Exception {
        byte[] whole = form().value("options", "{\"seed\": 7}").end();
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] sent = whole.clone();
            if (random.nextBoolean()) {
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
                }
            }
            sent = random.nextBoolean() ? Arrays.copyOf(sent, random.nextInt(sent.length)) : sent;
            int announced = random.nextInt(3) == 0 ? whole.length + 1 : sent.length;
            String head = "POST /v1/audits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                    + Multipart.TYPE + "\r\nContent-Length: " + announced + "\r\n\r\n";
            try (RawSocket socket = new RawSocket(server.port())) {
                socket.write(head.getBytes(StandardCharsets.US_ASCII));
                socket.write(sent).end();
                RawAnswer answer = RawAnswer.parse(socket.readAll());
                String shown = "case " + i + " of seed " + SEED + ": " + answer.body();
                assertTrue(answer.status() == 202 || (answer.status() >= 400 && answer.status() < 500), shown);
                if (answer.status() != 202) {
                    answer.requireErrorObject();
                    refused++;
                }
            }
        }
        assertTrue(refused > 150, "refused " + refused);
        assertEquals(
                "succeeded",
                finished(client.send(post(form().end()))).required("state").textValue());
        assertEquals(200, client.get("/readyz").statusCode());
        for (String path : left()) {
            assertFalse(path.contains("archive"), path);
        }
    }
}
