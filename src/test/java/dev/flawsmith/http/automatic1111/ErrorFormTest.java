package dev.flawsmith.http.automatic1111;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.AccessOptions;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.Services;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is refused before the dialect's endpoints are reached is told in the dialect's form all the same. */
class ErrorFormTest {
    @TempDir
    private Path folder;

    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.write(
                folder.resolve("tokens"),
                List.of(
                        Token.of("draws", Set.of(Scope.GENERATE), "secret-draws")
                                .line(),
                        Token.of("audits", Set.of(Scope.AUDIT), "secret-audits").line()));
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withAccess(new AccessOptions(file, 0.001, 3)),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpRequest.Builder asked(String path, String secret) {
        return client.request(path).header("Authorization", "Bearer " + secret);
    }

    private static void assertForm(int status, String error, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        JsonNode body = TestClient.json(answer);
        List<String> fields = new ArrayList<>();
        body.fieldNames().forEachRemaining(fields::add);
        assertEquals(List.of("error", "detail", "body", "errors"), fields, answer.body());
        assertEquals(error, body.required("error").textValue());
        assertFalse(body.required("detail").asText().isEmpty(), answer.body());
        assertEquals("", body.required("body").textValue());
        assertFalse(body.required("errors").asText().isEmpty(), answer.body());
    }

    @Test
    void whoHasNoTokenOrTheWrongOne() throws Exception {
        HttpResponse<String> none = client.get("/sdapi/v1/samplers");
        assertForm(401, "unauthorized", none);
        assertTrue(none.headers().firstValue("WWW-Authenticate").isPresent());
        assertForm(401, "unauthorized", client.send(asked("/sdapi/v1/options", "unknown")));
        assertForm(403, "missing_scope", client.send(asked("/sdapi/v1/samplers", "secret-audits")));
    }

    @Test
    void whoAsksTooOften() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    200,
                    client.send(asked("/sdapi/v1/samplers", "secret-draws")).statusCode());
        }
        HttpResponse<String> fourth = client.send(asked("/sdapi/v1/samplers", "secret-draws"));
        assertForm(429, "rate_limited", fourth);
        assertTrue(fourth.headers().firstValue("Retry-After").isPresent());
        HttpResponse<String> elsewhere = client.send(asked("/v1/models", "secret-draws"));
        assertEquals(
                "rate_limited",
                TestClient.error(elsewhere).required("code").textValue(),
                "the rest of the API has its own form");
    }

    @Test
    void whatThereIsNot() throws Exception {
        assertForm(404, "not_found", client.get("/sdapi/v1/no-such-thing"));
        assertForm(
                405,
                "method_not_allowed",
                client.send(asked("/sdapi/v1/samplers", "secret-draws").DELETE()));
        assertForm(
                403,
                "cross_origin",
                client.send(asked("/sdapi/v1/txt2img", "secret-draws")
                        .header("Origin", "http://elsewhere.example")
                        .POST(BodyPublishers.ofString("{}"))));
    }
}
