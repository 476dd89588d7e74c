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
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobOwnersTest {
    private static final String ID = "{\"force_task_id\": \"mine\"}";

    @TempDir
    private Path folder;

    @Test
    void aTokenReachesItsOwnJobsAlone() throws Exception {
        FakeSynthesizer synthesizer = new FakeSynthesizer().holding();
        try (FlawsmithServer server = withTwoTokens(synthesizer)) {
            TestClient client = new TestClient(server);
            CompletableFuture<HttpResponse<String>> drawn = client.http()
                    .sendAsync(
                            post(client, "secret-one", "txt2img", ID.replace("}", ", \"prompt\": \"surface_scratch\"}"))
                                    .build(),
                            BodyHandlers.ofString());
            FakeSynthesizer.Running running = synthesizer.next();
            assertEquals(
                    404,
                    client.send(post(client, "secret-two", "interrupt", ID)).statusCode());
            HttpResponse<String> others =
                    client.send(client.request("/sdapi/v1/progress").header("Authorization", "Bearer secret-two"));
            assertEquals(0, TestClient.json(others).at("/state/job_count").intValue(), others.body());
            assertEquals(
                    200,
                    client.send(post(client, "secret-one", "interrupt", ID)).statusCode());
            running.awaitCancelled();
            drawn.get();
        }
    }

    @Test
    void aTokenInterruptsAllItsOwnJobsWithoutNamingOne() throws Exception {
        FakeSynthesizer synthesizer = new FakeSynthesizer().holding();
        try (FlawsmithServer server = withTwoTokens(synthesizer)) {
            TestClient client = new TestClient(server);
            assertEquals(0, progress(client, "secret-one", "").path("progress").intValue()); // it looks
            CompletableFuture<HttpResponse<String>> drawn = client.http()
                    .sendAsync(
                            post(client, "secret-one", "txt2img", "{\"prompt\": \"surface_scratch\", \"eta\": 0}")
                                    .build(),
                            BodyHandlers.ofString());
            FakeSynthesizer.Running running = synthesizer.next();
            HttpResponse<String> others = client.send(post(client, "secret-two", "interrupt", "{}"));
            assertEquals(200, others.statusCode());
            assertFalse(drawn.isDone());
            running.preview(0, 1);
            assertTrue(progress(client, "secret-one", "").path("current_image").isTextual());
            assertTrue(progress(client, "secret-one", "?skip_current_image=true")
                    .path("current_image")
                    .isNull());
            assertTrue(progress(client, "secret-two", "").path("current_image").isNull());
            HttpResponse<String> own = client.send(post(client, "secret-one", "interrupt", "{}"));
            assertEquals("{}", own.body());
            running.awaitCancelled();
            assertEquals(200, drawn.get().statusCode());
        }
    }

    private static JsonNode progress(TestClient client, String secret, String query) throws Exception {
        return TestClient.json(
                client.send(client.request("/sdapi/v1/progress" + query).header("Authorization", "Bearer " + secret)));
    }

    private FlawsmithServer withTwoTokens(FakeSynthesizer synthesizer) throws IOException {
        Path file = folder.resolve("tokens.txt");
        Files.write(
                file,
                List.of(
                        Token.of("one", Set.of(Scope.GENERATE), "secret-one").line(),
                        Token.of("two", Set.of(Scope.GENERATE), "secret-two").line()));
        return FlawsmithServer.start(
                Services.of(synthesizer).withAccess(AccessOptions.of(file, 1000)),
                ServerOptions.defaults().withPort(0));
    }

    private static HttpRequest.Builder post(TestClient client, String secret, String path, String json) {
        return client.request("/sdapi/v1/" + path)
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }
}
