package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlawsmithServerTest {
    private static final String ONE = "{\"class\": \"surface_scratch\"}";

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = start(Duration.ofSeconds(20));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsItsModelsReadablyForOpenAiClients() throws Exception {
        JsonNode answer = TestClient.json(client.get("/v1/models"));
        assertEquals("list", answer.required("object").textValue());
        assertEquals(2, answer.required("data").size());
        JsonNode steel = answer.required("data").get(0);
        assertEquals("steel", steel.required("id").textValue());
        assertEquals("model", steel.required("object").textValue());
        assertEquals(64, steel.required("width").intValue());
        assertEquals(1, steel.required("channels").intValue());
        assertEquals("surface_scratch", steel.required("classes").get(0).textValue());
        assertTrue(steel.required("takes_prompt").booleanValue());
        assertTrue(steel.required("takes_photo").booleanValue());
        assertEquals("heun", steel.required("default_sampler").textValue());
        assertEquals(18, steel.required("default_steps").intValue());
        assertEquals(1.5, steel.required("default_guidance_scale").doubleValue());
        assertEquals("[0.25,2.0]", steel.required("default_guidance_interval").toString());
        assertEquals(0.5, steel.required("default_guidance_rescale").doubleValue());
        List<String> names = new ArrayList<>();
        steel.fieldNames().forEachRemaining(names::add);
        assertTrue(names.containsAll(List.of("version", "kind", "sha256", "samplers", "guard", "engine")), "" + names);
        assertEquals(1024, answer.required("limits").required("n").intValue());
    }

    @Test
    void isHealthyAndReady() throws Exception {
        assertEquals(200, client.get("/healthz").statusCode());
        assertEquals(200, client.get("/readyz").statusCode());
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() {
        ServerOptions options = ServerOptions.defaults().withPort(server.port());
        ServerStartException failure =
                assertThrows(ServerStartException.class, () -> FlawsmithServer.start(new FakeSynthesizer(), options));
        assertEquals(server.port(), failure.port());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("127.0.0.1:" + server.port()), message);
        assertTrue(message.contains("choose another port"), message);
    }

    @Test
    void saysSoWhenTheHostIsNotItsOwn() {
        ServerOptions options = ServerOptions.defaults().withPort(0).withHost("192.0.2.1");
        ServerStartException failure =
                assertThrows(ServerStartException.class, () -> FlawsmithServer.start(new FakeSynthesizer(), options));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("192.0.2.1"), message);
    }

    @Test
    void finishesWhatIsInFlightAndRefusesTheRestWhenItStops() throws Exception {
        synthesizer.holding();
        CompletableFuture<HttpResponse<String>> inFlight = later();
        FakeSynthesizer.Running running = synthesizer.next();
        CompletableFuture<HttpResponse<String>> queued = later();
        synthesizer.awaitQueued();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        HttpResponse<String> failed = queued.get(10, TimeUnit.SECONDS);
        assertEquals(503, failed.statusCode(), "the queued one");
        assertEquals("shutting_down", error(failed).required("code").textValue());
        assertTrue(failed.headers().firstValue("Retry-After").isPresent());
        HttpResponse<String> readiness = client.get("/readyz");
        assertEquals(503, readiness.statusCode());
        assertEquals("stopping", TestClient.json(readiness).required("status").textValue());
        assertEquals(200, client.get("/healthz").statusCode());
        assertEquals(503, client.postImages(ONE).statusCode(), "a new one");
        running.finish();
        HttpResponse<String> finished = inFlight.get(10, TimeUnit.SECONDS);
        assertEquals(200, finished.statusCode(), "the one in flight");
        assertEquals(1, TestClient.json(finished).required("images").size());
        closing.get(10, TimeUnit.SECONDS);
        assertTrue(synthesizer.closed());
        server.close();
    }

    @Test
    void givesUpWhatDoesNotFinishInTimeWhenItStops() throws Exception {
        server.close();
        FakeSynthesizer stuck = new FakeSynthesizer().holding();
        server = FlawsmithServer.start(stuck, options(Duration.ofMillis(300)));
        client = new TestClient(server);
        CompletableFuture<HttpResponse<String>> inFlight = later();
        FakeSynthesizer.Running running = stuck.next();
        server.close();
        assertEquals(503, inFlight.get(10, TimeUnit.SECONDS).statusCode());
        running.awaitCancelled();
    }

    private FlawsmithServer start(Duration stopTimeout) {
        return FlawsmithServer.start(synthesizer, options(stopTimeout));
    }

    private static ServerOptions options(Duration stopTimeout) {
        return new ServerOptions(
                "127.0.0.1",
                0,
                1 << 20,
                8,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                stopTimeout,
                Duration.ofSeconds(2));
    }

    private CompletableFuture<HttpResponse<String>> later() {
        return client.http().sendAsync(client.images(ONE).build(), BodyHandlers.ofString());
    }
}
