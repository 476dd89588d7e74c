package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final String ONE = "{\"class\": \"surface_scratch\"}";
    private static final int MEBIBYTE = 1 << 20;

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        ServerOptions options = new ServerOptions(
                "127.0.0.1",
                0,
                MEBIBYTE,
                2,
                Duration.ofMillis(700),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3));
        server = FlawsmithServer.start(synthesizer, options);
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesABodyOfAHundredMegabytes() throws Exception {
        byte[] block = new byte[MEBIBYTE];
        Arrays.fill(block, (byte) ' ');
        List<byte[]> body = Collections.nCopies(100, block);
        HttpResponse<String> streamed = client.send(client.images("").POST(BodyPublishers.ofByteArrays(body)));
        assertEquals(413, streamed.statusCode());
        assertEquals("body_too_large", error(streamed).required("code").textValue());
        HttpResponse<String> announced = client.send(client.images("")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(body), 100L * MEBIBYTE)));
        assertEquals(413, announced.statusCode());
        assertTrue(error(announced).required("message").textValue().contains("104857600 bytes"));
        assertEquals(200, client.postImages(ONE).statusCode(), "and goes on serving");
    }

    @ParameterizedTest
    @CsvSource({
        "16, 200, /v1/images, {'class': 'surface_scratch'}",
        "16, 422, /sdapi/v1/img2img, {'prompt': 'surface_scratch'}",
        "1, 200, /sdapi/v1/txt2img, {'prompt': 'surface_scratch'}",
        "1, 200, /v1/images/generations, {'prompt': 'surface_scratch'}"
    })
    void takesABodyOfExactlyTheLimitWhichIsHigherWherePhotosCome(int mebibytes, int status, String path, String json)
            throws Exception {
        String padded = json.replace('\'', '"') + " ".repeat(mebibytes * MEBIBYTE - json.length());
        assertEquals(status, post(path, padded).statusCode());
        assertEquals(413, post(path, padded + " ").statusCode());
    }

    /** As a tree they would take far more memory than their bytes. */
    @Test
    void refusesALongBodyOfManyValues() throws Exception {
        HttpResponse<String> refused = client.postImages("{\"n\": [" + "0.5,".repeat(2 * MEBIBYTE) + "0]}");
        assertEquals(400, refused.statusCode());
        assertEquals("invalid_json", error(refused).required("code").textValue());
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return client.send(
                client.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    @Test
    void refusesMoreRequestsAtOnceThanItHasPlacesFor() throws Exception {
        synthesizer.holding();
        CompletableFuture<HttpResponse<String>> first = later();
        FakeSynthesizer.Running one = synthesizer.next();
        CompletableFuture<HttpResponse<String>> second = later();
        FakeSynthesizer.Running two = synthesizer.next();
        HttpResponse<String> third = client.postImages(ONE);
        assertEquals(429, third.statusCode());
        assertEquals("3", third.headers().firstValue("Retry-After").orElseThrow());
        assertEquals(200, client.get("/healthz").statusCode(), "health needs no place");
        one.finish();
        two.finish();
        assertEquals(200, first.get().statusCode());
        assertEquals(200, second.get().statusCode());
    }

    @Test
    void cancelsWhatTakesTooLongThoughTheConnectionMayIdleMeanwhile() throws Exception {
        synthesizer.holding();
        CompletableFuture<HttpResponse<String>> response = later();
        FakeSynthesizer.Running running = synthesizer.next();
        assertEquals(504, response.get().statusCode());
        assertEquals("deadline_exceeded", error(response.get()).required("code").textValue());
        running.awaitCancelled();
    }

    @Test
    void answersABrokenRequestLineInJson() throws Exception {
        String answer = raw("GET /%%% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.contains("{\"error\":{"), answer);
    }

    @Test
    void answersHeadersThatAreTooLongInJson() throws Exception {
        String answer = raw("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 431"), answer);
        assertTrue(answer.contains("{\"error\":{"), answer);
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private CompletableFuture<HttpResponse<String>> later() {
        return client.http().sendAsync(client.images(ONE).build(), BodyHandlers.ofString());
    }
}
