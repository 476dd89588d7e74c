package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteCheckTest {
    private static final String BODY = "{\"class\": \"surface_scratch\"}";

    private FlawsmithServer server;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(
                new FakeSynthesizer(), ServerOptions.defaults().withPort(0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String get(String host) throws Exception {
        try (RawSocket socket = new RawSocket(server.port())) {
            return socket.write("GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .readAll();
        }
    }

    private String post(String host, String origin) throws Exception {
        try (RawSocket socket = new RawSocket(server.port())) {
            return socket.write("POST /v1/images HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nOrigin: "
                            + origin + "\r\nAccept: image/png\r\nContent-Type: application/json\r\nContent-Length: "
                            + BODY.length() + "\r\n\r\n" + BODY)
                    .readAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:9", "[::1]:80", "[::1]"})
    void answersToTheNamesOfThisMachine(String host) throws Exception {
        assertTrue(get(host).startsWith("HTTP/1.1 200"), host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example:80",
                "192.0.2.1"
            })
    void refusesNamesThatWereMadeToPointHere(String host) throws Exception {
        String answer = get(host);
        assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
        assertTrue(answer.contains("\"code\":\"wrong_host\""), answer);
    }

    @Test
    void letsItsOwnPagePost() throws Exception {
        assertTrue(post("localhost:7", "http://localhost:7").startsWith("HTTP/1.1 200"));
        assertTrue(post("localhost:7", "https://LOCALHOST:7").startsWith("HTTP/1.1 200"), "TLS in front");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost:8",
                "http://localhost",
                "http://evil@localhost:7",
                ""
            })
    void refusesPagesOfOtherSites(String origin) throws Exception {
        String answer = post("localhost:7", origin);
        assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        assertTrue(answer.contains("\"code\":\"cross_origin\""), answer);
        assertFalse(answer.toLowerCase(Locale.ROOT).contains("access-control-"), answer);
    }

    @Test
    void answersNoPreflight() throws Exception {
        try (RawSocket socket = new RawSocket(server.port())) {
            String line = "OPTIONS /v1/images HTTP/1.1\r\n";
            String answer = socket.write(line + "Host: localhost\r\nConnection: close\r\n"
                            + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n")
                    .readAll();
            assertFalse(answer.toLowerCase(Locale.ROOT).contains("access-control-allow"), answer);
        }
    }

    @Test
    void knowsNamesOfTheLoopbackAddressOnly() {
        assertFalse(SiteCheck.isLoopback(null));
        assertFalse(SiteCheck.isLoopback("localhost:abc"));
        assertFalse(SiteCheck.isLoopback("localhost@evil.example"));
        assertEquals(true, SiteCheck.isLoopback("localhost:65535"));
    }
}
