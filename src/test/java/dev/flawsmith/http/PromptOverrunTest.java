package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A prompt that was not read to its end is drawn, and whoever asked is told, in every dialect. */
class PromptOverrunTest {
    private static final String PROMPT = "pit ".repeat(80).strip();
    private static final String TOLD = "prompt: read to its word 77 of 80";

    private static FlawsmithServer server;
    private static TestClient client;

    @BeforeAll
    static void start() {
        ModelSynthesizer toy = new ModelSynthesizer(
                List.of(new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED))));
        server = FlawsmithServer.start(toy, ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(String path, String accept, String prompt) throws Exception {
        return client.send(client.request(path)
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\": \"" + prompt + "\"}", StandardCharsets.UTF_8)));
    }

    @Test
    void jsonTellsOfEachImage() throws Exception {
        JsonNode answer = TestClient.json(post("/v1/images", "application/json", PROMPT));
        assertEquals(TOLD, answer.at("/images/0/warnings/0").textValue());
        JsonNode fitting = TestClient.json(post("/v1/images", "application/json", "pit"));
        assertTrue(fitting.at("/images/0/warnings").isArray());
        assertEquals(0, fitting.at("/images/0/warnings").size());
    }

    @Test
    void aPngTellsInItsHeader() throws Exception {
        HttpResponse<String> long80 = post("/v1/images", "image/png", PROMPT);
        String header = long80.headers().firstValue("X-Flawsmith-Warning").orElseThrow();
        assertEquals(TOLD, URLDecoder.decode(header, StandardCharsets.UTF_8));
        HttpResponse<String> fitting = post("/v1/images", "image/png", "pit");
        assertTrue(fitting.headers().firstValue("X-Flawsmith-Warning").isEmpty());
    }

    @Test
    void openAisDialectTellsBesideTheImage() throws Exception {
        JsonNode answer = TestClient.json(post("/v1/images/generations", "application/json", PROMPT));
        assertEquals(TOLD, answer.at("/data/0/flawsmith/warnings/0").textValue());
    }

    @Test
    void automatic1111sDialectTellsInItsInfo() throws Exception {
        JsonNode answer = TestClient.json(post("/sdapi/v1/txt2img", "application/json", PROMPT));
        JsonNode info = TestClient.json(answer.required("info").textValue());
        assertEquals(TOLD, info.at("/extra_generation_params/Warning").textValue(), info.toString());
    }
}
