package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD is GET without the content. */
class HeadAsGetTest {
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(
                new FakeSynthesizer(), ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> head(String path) throws Exception {
        return client.send(client.request(path).method("HEAD", BodyPublishers.noBody()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/healthz",
                "/readyz",
                "/v1/models",
                "/openapi.json",
                "/nothing",
                "/v1/images",
                "/v1/models/nope"
            })
    void answersWithTheHeadersOfGet(String path) throws Exception {
        HttpResponse<String> get = client.get(path);
        HttpResponse<String> head = head(path);
        assertEquals(get.statusCode(), head.statusCode());
        assertEquals("", head.body());
        for (String name : new String[] {"Content-Type", "Content-Length", "Cache-Control", "Allow", "ETag"}) {
            assertEquals(get.headers().allValues(name), head.headers().allValues(name), name);
        }
        assertTrue(get.body().length() > 0, "there is something to leave out");
    }

    @Test
    void leavesTheConnectionInOrder() throws Exception {
        for (int i = 0; i < 3; i++) {
            head("/v1/models");
            assertEquals(200, client.get("/healthz").statusCode());
        }
    }
}
