package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.jobs.CountingComparison;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import dev.flawsmith.jobs.UploadLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no client should send, to every route: the answer is never a 5xx, always well-formed, an error always the error
 * object, and the server serves afterwards. A case is drawn from its number and {@code flawsmith.fuzz.seed} alone.
 */
@Timeout(120)
class FuzzTest {
    private static final long SEED = Long.getLong("flawsmith.fuzz.seed", 20_260_101L);
    private static final int BODIES = Integer.getInteger("flawsmith.fuzz.cases", 2_500);
    private static final List<ApiRoute> ROUTES = ApiRoutes.all();

    @TempDir
    private Path data;

    private JobService jobs;
    private FlawsmithServer server;

    @BeforeEach
    void start() throws IOException {
        ServerOptions defaults = ServerOptions.defaults();
        StepWork datasets = StepWork.free();
        jobs = JobService.start(
                new StoreLocation.Embedded(data),
                data,
                List.of(
                        datasets,
                        CountingComparison.work(new PhotoShelf(null), datasets, UploadLimits.DEFAULT),
                        CountingComparison.work("evaluation", new PhotoShelf(null), datasets, UploadLimits.DEFAULT)),
                TestSettings.fast(),
                Duration.ZERO);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                new ServerOptions(
                        "127.0.0.1",
                        0,
                        1 << 16,
                        16,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        defaults.retryAfter()));
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close();
    }

    /** One request, made of a case's own random numbers. */
    @FunctionalInterface
    private interface Case {
        byte[] draw(FuzzInput input, SplittableRandom random);
    }

    @Test
    void answersBodiesThatAreNoRequests() throws Exception {
        List<ApiRoute> posts =
                ROUTES.stream().filter(route -> route.method().equals("POST")).toList();
        run("bodies", BODIES, (input, random) -> {
            ApiRoute route = posts.get(random.nextInt(posts.size()));
            byte[] body = input.body();
            boolean chunked = random.nextInt(4) == 0;
            String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length;
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(ascii(post(filled(route.path(), input)) + length + "\r\n\r\n"));
            if (chunked) {
                request.writeBytes(ascii(Integer.toHexString(body.length) + "\r\n"));
            }
            request.writeBytes(body);
            request.writeBytes(ascii(chunked ? "\r\n0\r\n\r\n" : ""));
            return request.toByteArray();
        });
    }

    @Test
    void answersHeadersThatAreAbused() throws Exception {
        run("headers", BODIES / 2, (input, random) -> {
            ApiRoute route = ROUTES.get(random.nextInt(ROUTES.size()));
            String host = random.nextInt(10) == 0 ? "" : "Host: localhost\r\n";
            String more = input.header() + "\r\n" + (random.nextBoolean() ? input.header() + "\r\n" : "");
            String end = random.nextInt(8) == 0 ? "\n" : "\r\n";
            return ascii(route.method() + " " + filled(route.path(), input) + " HTTP/1."
                    + (random.nextInt(9) == 0 ? 0 : 1) + end + host + "Connection: close" + end + more + "\r\n{}");
        });
    }

    @Test
    void answersMethodsAndPathsThatAreNone() throws Exception {
        run("paths", BODIES / 2, (input, random) -> {
            String path = random.nextBoolean()
                    ? input.path()
                    : filled(ROUTES.get(random.nextInt(ROUTES.size())).path(), input)
                            + (random.nextBoolean() ? "/" : "%2f");
            String version = random.nextInt(12) == 0 ? "HTTP/9.9" : "HTTP/1.1";
            return ascii(input.method() + " " + path + " " + version
                    + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        });
    }

    @Test
    void answersBodiesThatAreCutShortOrBadlyChunked() throws Exception {
        List<String> chunks = List.of(
                "zz\r\n{}\r\n0\r\n\r\n",
                "-1\r\n{}\r\n",
                "2\n{}\n0\n\n",
                "ffffffffffffffffff\r\n{}",
                "2;x=" + "y".repeat(9000) + "\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}0\r\n\r\n",
                "3\r\n{}",
                "",
                "0\r\nBad trailer\r\n\r\n");
        run("cut", BODIES / 4, (input, random) -> {
            String head = post("/v1/images");
            if (random.nextBoolean()) {
                return ascii(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks.get(random.nextInt(chunks.size())));
            }
            return ascii(head + "Content-Length: " + (10 + random.nextInt(1000)) + "\r\n\r\n{\"class\"");
        });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String post(String path) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";
    }

    private static String filled(String path, FuzzInput input) {
        return path.replaceAll("[{<][a-z_]+[>}]", Matcher.quoteReplacement(input.method() + "%2e%2e"))
                .replace(" ", "")
                .replace("\t", "");
    }

    private void run(String name, int cases, Case drawn) throws Exception {
        Queue<AssertionError> failures = new ConcurrentLinkedQueue<>();
        AtomicIntegerArray statuses = new AtomicIntegerArray(600);
        IntStream.range(0, cases).parallel().forEach(number -> {
            SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + name.hashCode() * 31L + number);
            byte[] request = drawn.draw(new FuzzInput(random), random);
            try (RawSocket socket = new RawSocket(server.port())) {
                socket.write(request).end();
                RawAnswer answer = RawAnswer.parse(socket.readAll());
                statuses.incrementAndGet(answer.status());
                check(new String(request, StandardCharsets.ISO_8859_1), answer);
            } catch (Exception | AssertionError e) {
                String shown = new String(request, StandardCharsets.ISO_8859_1);
                failures.add(new AssertionError(
                        name + ", case " + number + " of seed " + SEED + ": " + e.getMessage() + "\nafter "
                                + shown.substring(0, Math.min(1500, shown.length())),
                        e));
            }
        });
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        int refused = IntStream.range(400, 500).map(statuses::get).sum();
        assertTrue(refused > cases / 4, "expected most cases to be refused, found " + refused + " of " + cases);
        requireToServe();
    }

    private static void check(String request, RawAnswer answer) throws Exception {
        // RFC 9110, 15.6.6: the one 5xx that says that the client is wrong.
        boolean unknownVersion = answer.status() == 505 && request.contains("HTTP/9.9");
        assertTrue(answer.status() < 500 || unknownVersion, "status " + answer.status() + ": " + answer.body());
        assertFalse(answer.head().toLowerCase(Locale.ROOT).contains("\nx-injected"), answer.head());
        assertFalse(answer.head().contains("Server: "), answer.head());
        if (answer.status() >= 400 && !request.startsWith("HEAD ")) {
            boolean dialect = request.contains("/sdapi/v1/") && answer.isDialectsError();
            if (!dialect) {
                answer.requireErrorObject();
            }
        }
        if (answer.status() != 0) {
            assertTrue(answer.head().contains("X-Content-Type-Options: nosniff"), answer.head());
            assertTrue(answer.head().contains("X-Request-Id: "), answer.head());
        }
    }

    private void requireToServe() throws Exception {
        TestClient client = new TestClient(server);
        HttpResponse<String> image = client.postImages("{\"class\": \"surface_scratch\", \"seed\": 5}");
        assertEquals(200, image.statusCode(), image.body());
        assertEquals(5, TestClient.json(image).at("/images/0/seed").asInt());
        assertEquals(200, client.get("/readyz").statusCode());
    }
}
