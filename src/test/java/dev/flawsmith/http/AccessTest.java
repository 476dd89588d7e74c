package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final String PROMPT = "a scratch that nobody may read of";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String DRAWS = Token.secret(RANDOM);
    private static final String AUDITS = Token.secret(RANDOM);
    private static final String RULES = Token.secret(RANDOM);

    @TempDir
    private Path folder;

    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        start(new AccessOptions(tokenFile(), 0, 1));
    }

    private void start(AccessOptions access) {
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withAccess(access),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    private Path tokenFile() throws IOException {
        return Files.write(
                folder.resolve("tokens"),
                List.of(
                        Token.of("draws", Set.of(Scope.GENERATE), DRAWS).line(),
                        Token.of("audits", Set.of(Scope.AUDIT), AUDITS).line(),
                        Token.of("rules", Set.of(Scope.ADMIN), RULES).line()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path, String authorization) throws Exception {
        return client.send(client.request(path).header("Authorization", authorization));
    }

    @Test
    void asksForATokenAndSaysHow() throws Exception {
        HttpResponse<String> none = client.get("/v1/models");
        assertEquals(401, none.statusCode());
        assertEquals("unauthorized", error(none).required("code").textValue());
        assertEquals(
                "Bearer realm=\"flawsmith\"",
                none.headers().firstValue("WWW-Authenticate").orElseThrow());
        HttpResponse<String> unknown = get("/v1/models", "Bearer " + Token.secret(RANDOM));
        assertEquals(401, unknown.statusCode());
        assertTrue(
                unknown.headers().firstValue("WWW-Authenticate").orElseThrow().contains("error=\"invalid_token\""));
        assertEquals(401, get("/v1/models", "Basic " + DRAWS).statusCode());
        assertEquals(401, get("/v1/models", "Bearer").statusCode());
        assertEquals(401, client.send(client.images("{\"class\": \"crack\"}")).statusCode());
    }

    @Test
    void letsATokenDoWhatItsScopesSay() throws Exception {
        assertEquals(200, get("/v1/models", "Bearer " + DRAWS).statusCode());
        assertEquals(200, get("/v1/models", "bearer  " + DRAWS).statusCode(), "the scheme has no case");
        assertEquals(200, get("/v1/models", "Bearer " + RULES).statusCode(), "admin may do everything");
        HttpResponse<String> refused = get("/v1/models", "Bearer " + AUDITS);
        assertEquals(403, refused.statusCode());
        assertEquals("missing_scope", error(refused).required("code").textValue());
        assertTrue(error(refused).required("message").textValue().contains("the scope generate"));
        assertTrue(
                refused.headers().firstValue("WWW-Authenticate").orElseThrow().contains("scope=\"generate\""));
    }

    @Test
    void leavesThePageAndHealthToEverybody() throws Exception {
        for (String path : List.of("/", "/page/app.js", "/page/style.css", "/healthz", "/readyz")) {
            assertEquals(200, client.get(path).statusCode(), path);
        }
    }

    @Test
    void takesNoTokenFromTheAddress() throws Exception {
        assertEquals(401, client.get("/v1/models?access_token=" + DRAWS).statusCode());
    }

    /** What is asked for by another spelling finds no route, or the same one with the same guard. */
    @Test
    void guardsEverySpellingOfAPath() throws Exception {
        for (String path : List.of("/v1/models/", "//v1/models", "/v1//models", "/V1/models", "/v1/%6dodels")) {
            int status = client.get(path).statusCode();
            assertTrue(status == 401 || status == 404 || status == 400, path + " " + status);
        }
        int head = client.send(client.request("/v1/models").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .statusCode();
        assertEquals(401, head);
    }

    @Test
    void givesARouteThatNobodyListedTheStrictestScopeAndKnowsTheCaller() throws Exception {
        ApiRoute listed = ApiRoute.guarded("POST", "/listed", Scope.AUDIT, "Listed.");
        Access access = new Access(new AccessOptions(tokenFile(), 0, 1), List.of(listed));
        AtomicReference<Caller> caller = new AtomicReference<>(Caller.ANONYMOUS);
        Javalin app = Javalin.create(config -> {
            config.routes.beforeMatched(access::check);
            config.routes.post("/listed", ctx -> caller.set(Caller.of(ctx)));
            config.routes.get("/unlisted/{id}", ctx -> caller.set(Caller.of(ctx)));
            config.routes.exception(ApiException.class, (e, ctx) -> ctx.status(e.status()));
        });
        app.start("127.0.0.1", 0);
        try {
            TestClient raw = new TestClient(app.port());
            assertEquals(403, status(raw, "GET", "/unlisted/1", DRAWS));
            assertEquals(200, status(raw, "GET", "/unlisted/1", RULES));
            assertEquals("rules", Objects.requireNonNull(caller.get()).name());
            assertEquals(403, status(raw, "POST", "/listed", DRAWS));
            assertEquals(200, status(raw, "POST", "/listed", AUDITS));
            assertEquals("audits", Objects.requireNonNull(caller.get()).name());
        } finally {
            app.stop();
        }
    }

    private static int status(TestClient client, String method, String path, String token) throws Exception {
        return client.send(client.request(path)
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    @Test
    void limitsHowOftenATokenAsks() throws Exception {
        server.close();
        start(new AccessOptions(tokenFile(), 0.001, 3));
        for (int i = 0; i < 3; i++) {
            assertEquals(200, get("/v1/models", "Bearer " + DRAWS).statusCode());
        }
        HttpResponse<String> refused = get("/v1/models", "Bearer " + DRAWS);
        assertEquals(429, refused.statusCode());
        assertEquals("rate_limited", error(refused).required("code").textValue());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        assertEquals(200, get("/v1/models", "Bearer " + RULES).statusCode(), "another token");
        assertEquals(200, client.get("/healthz").statusCode(), "health is not counted");
    }

    @Test
    void logsNeitherPromptsNorTokens() throws Exception {
        try (LogCapture log = new LogCapture()) {
            for (String token : List.of(DRAWS, AUDITS, "flawsmith_unknown")) {
                String body = "{\"prompt\": \"" + PROMPT + "\", \"nn\": 1}";
                client.send(client.images(body).header("Authorization", "Bearer " + token));
                client.send(client.images(body.replace(", \"nn\": 1", "")).header("Authorization", "Bearer " + token));
                client.send(client.images(body + PROMPT).header("Authorization", "Bearer " + token));
                get("/v1/models?token=" + token, "Bearer " + token + " " + PROMPT);
            }
            String text = log.text();
            assertTrue(text.contains("POST /v1/images 200"), text);
            assertTrue(text.contains("POST /v1/images 403"), text);
            for (String secret : List.of(DRAWS, AUDITS, "flawsmith_unknown", "nobody may read")) {
                assertFalse(text.contains(secret), secret + " in " + text);
            }
        }
    }
}
