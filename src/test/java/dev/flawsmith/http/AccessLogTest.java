package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    @Test
    void everyLineOfARequestHasItsIdAndTheAccessLineHasFields() throws Exception {
        FakeSynthesizer failing =
                new FakeSynthesizer().refusingWith(new SynthesisException(Code.ENGINE_FAILURE, "the engine broke"));
        try (FlawsmithServer server =
                        FlawsmithServer.start(failing, ServerOptions.defaults().withPort(0));
                LogCapture log = new LogCapture()) {
            TestClient client = new TestClient(server);
            assertEquals(
                    500,
                    client.send(client.images("{\"class\": \"surface_scratch\"}")
                                    .header("X-Request-Id", "line-3.17"))
                            .statusCode());
            client.get("/healthz"); // its line comes after those of the request before, or on another thread
            awaitLine(log, "/healthz");
            List<ILoggingEvent> lines = log.events().stream()
                    .filter(event ->
                            "line-3.17".equals(event.getMDCPropertyMap().get("request_id")))
                    .toList();
            assertEquals(
                    List.of("ErrorMapper", "AccessLog"),
                    lines.stream()
                            .map(event -> event.getLoggerName().replaceFirst(".*\\.", ""))
                            .toList());
            Map<String, Object> fields = lines.get(1).getKeyValuePairs().stream()
                    .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
            assertEquals("POST", fields.get("method"));
            assertEquals("/v1/images", fields.get("path"));
            assertEquals(500, fields.get("status"));
            assertEquals("anonymous", fields.get("caller"));
            assertTrue(fields.get("milliseconds") instanceof Integer);
        }
    }

    private static void awaitLine(LogCapture log, String part) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!log.text().contains(part)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("expected a line with " + part + ", found " + log.text());
            }
            Thread.onSpinWait();
        }
    }
}
