package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    private static final String ONE = "{\"prompt\": \"a thin secret scratch\"}";

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, invalid_request, invalid_request_error",
        "UNKNOWN_MODEL, 404, unknown_model, invalid_request_error",
        "BLOCKED, 422, blocked, invalid_request_error",
        "QUEUE_FULL, 429, queue_full, rate_limit_error",
        "ENGINE_FAILURE, 500, engine_failure, server_error",
        "ENGINE_UNAVAILABLE, 503, engine_unavailable, server_error",
        "SHUTTING_DOWN, 503, shutting_down, server_error",
        "DEADLINE_EXCEEDED, 504, deadline_exceeded, server_error"
    })
    void givesEveryFailureItsStatus(Code failure, int status, String code, String type) throws Exception {
        synthesizer.refusingWith(new SynthesisException(failure, "expected this, found that"));
        HttpResponse<String> response = client.postImages(ONE);
        assertEquals(status, response.statusCode());
        assertEquals(code, error(response).required("code").textValue());
        assertEquals(type, error(response).required("type").textValue());
        boolean mayRetry = status == 429 || status == 503;
        assertEquals(mayRetry, response.headers().firstValue("Retry-After").isPresent());
    }

    @Test
    void tellsNothingOfItsInsidesWhenItFails() throws Exception {
        synthesizer.refusingWith(new IllegalStateException("tensor 7 is broken"));
        HttpResponse<String> response = client.send(client.images(ONE).header("X-Request-Id", "order-66"));
        assertEquals(500, response.statusCode());
        assertFalse(response.body().contains("tensor"), response.body());
        assertFalse(response.body().contains("Exception"), response.body());
        assertTrue(error(response).required("message").textValue().contains("order-66"), response.body());
        assertEquals("order-66", error(response).required("request_id").textValue());
        assertEquals("order-66", response.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void failsAsWellWhenTheImagesFailLater() throws Exception {
        synthesizer.holding();
        CompletableFuture<HttpResponse<String>> response = later(ONE);
        synthesizer.next().fail(new SynthesisException(Code.BLOCKED, "all attempts were too close"));
        assertEquals(422, response.get().statusCode());
    }

    @Test
    void doesNotEchoAStrangeRequestId() throws Exception {
        HttpResponse<String> response = client.send(client.images(ONE).header("X-Request-Id", "<script>"));
        assertFalse(response.headers().firstValue("X-Request-Id").orElseThrow().contains("<"));
    }

    @Test
    void answersUnknownPathsAndMethodsInJson() throws Exception {
        HttpResponse<String> missing = client.get("/v1/nothing");
        assertEquals(404, missing.statusCode());
        assertEquals("not_found", error(missing).required("code").textValue());
        HttpResponse<String> wrongMethod = client.get("/v1/images");
        assertEquals(405, wrongMethod.statusCode());
        assertEquals("method_not_allowed", error(wrongMethod).required("code").textValue());
        assertTrue(wrongMethod.headers().firstValue("Allow").orElseThrow().contains("POST"));
        HttpResponse<String> deletion = client.send(client.request("/v1/models").DELETE());
        assertEquals(405, deletion.statusCode());
    }

    @Test
    void servesNoFileThatIsNotThePages() throws Exception {
        assertEquals(404, client.get("/page/..%2f..%2fFlawsmithServer.class").statusCode());
        assertEquals(404, client.get("/page/index.html").statusCode());
    }

    @Test
    void answersUnknownMethodsWithoutABody() throws Exception {
        HttpResponse<String> response =
                client.send(client.request("/v1/images").method("PROPFIND", BodyPublishers.noBody()));
        assertTrue(response.statusCode() == 405 || response.statusCode() == 501, "status " + response.statusCode());
    }

    private CompletableFuture<HttpResponse<String>> later(String json) {
        return client.http().sendAsync(client.images(json).build(), HttpResponse.BodyHandlers.ofString());
    }
}
