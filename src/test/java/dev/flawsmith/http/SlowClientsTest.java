package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that never fall silent for as long as the idle timeout, and never get done either. */
class SlowClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;

    @BeforeEach
    void start() {
        ServerOptions defaults = ServerOptions.defaults();
        server = FlawsmithServer.start(
                synthesizer,
                new ServerOptions(
                        "127.0.0.1",
                        0,
                        defaults.maxBodyBytes(),
                        4,
                        Duration.ofSeconds(30),
                        LIMIT,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Writes a byte every tenth of a second until the server has had enough; fails after 20 s. */
    private static long dribble(RawSocket socket) throws Exception {
        long start = System.nanoTime();
        CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
            try {
                return socket.readAll();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        while (System.nanoTime() - start < 20_000_000_000L) {
            try {
                String unused = end.get(100, TimeUnit.MILLISECONDS);
                return Duration.ofNanos(System.nanoTime() - start).toMillis();
            } catch (TimeoutException e) {
                try {
                    socket.write("x");
                } catch (IOException closed) {
                    return Duration.ofNanos(System.nanoTime() - start).toMillis();
                }
            }
        }
        throw new AssertionError("expected the server to cut the client off, found it patient for 20 s");
    }

    @Test
    void cutsOffHeadersThatDribble() throws Exception {
        try (RawSocket socket = new RawSocket(server.port())) {
            socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            long millis = dribble(socket);
            assertTrue(millis >= LIMIT.toMillis(), "cut off after " + millis + " ms");
        }
    }

    @Test
    void cutsOffABodyThatDribbles() throws Exception {
        try (RawSocket socket = new RawSocket(server.port())) {
            socket.write("POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n{");
            dribble(socket);
        }
        assertEquals(
                200,
                new TestClient(server)
                        .postImages("{\"class\": \"crack\", \"model\": \"rules\"}")
                        .statusCode());
    }

    @Test
    void isPatientWithARequestThatTakesLong() throws Exception {
        synthesizer.holding();
        try (RawSocket socket = new RawSocket(server.port())) {
            String body = "{\"class\": \"crack\", \"model\": \"rules\"}";
            socket.write("POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            FakeSynthesizer.Running running = synthesizer.next();
            var unused =
                    CompletableFuture.runAsync(running::finish, CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS));
            String answer = socket.readAll();
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }
}
