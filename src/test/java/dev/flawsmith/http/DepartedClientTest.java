package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DepartedClientTest {
    private final FakeSynthesizer synthesizer = new FakeSynthesizer().holding();
    private FlawsmithServer server;
    private Socket socket;

    @BeforeEach
    void start() throws IOException {
        server = FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        server.close();
    }

    @Test
    void cancelsTheWorkOfAClientThatClosedWhileItWaitedForJson() throws Exception {
        send(post());
        FakeSynthesizer.Running running = synthesizer.next();
        socket.close();
        running.awaitCancelled();
    }

    @Test
    void cancelsTheWorkOfAClientThatResetTheConnection() throws Exception {
        send(post());
        FakeSynthesizer.Running running = synthesizer.next();
        socket.setSoLinger(true, 0);
        socket.close();
        running.awaitCancelled();
    }

    @Test
    void servesARequestThatCameOnTheSameConnectionBeforeTheFirstWasAnswered() throws Exception {
        send(post());
        FakeSynthesizer.Running first = synthesizer.next();
        send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        // Longer than several probes: they meet the second request's first byte.
        socket.setSoTimeout(500);
        boolean silent = false;
        try {
            in.read();
        } catch (SocketTimeoutException e) {
            silent = true;
        }
        assertTrue(silent, "nothing is answered before the first request");
        socket.setSoTimeout(10_000);
        first.finish();
        String both = in.lines().reduce("", (a, b) -> a + b + "\n");
        assertFalse(first.isCancelled());
        assertEquals(2, both.split("HTTP/1.1 200", -1).length - 1, both);
        assertTrue(both.contains("{\"status\":\"ok\"}"), both);
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String post() {
        String body = "{\"class\": \"surface_scratch\"}";
        return "POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
