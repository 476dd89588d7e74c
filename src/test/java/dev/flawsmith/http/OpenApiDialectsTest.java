package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.RuleWorkshop;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies of the dialects and of jobs' files as the description has them, held against what is taken and answered. */
@Timeout(60)
class OpenApiDialectsTest {
    private static final String WEB_UI = "/sdapi/v1/";

    @TempDir
    private Path data;

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private final RuleWorkshop workshop = new RuleWorkshop(32);
    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;
    private DescribedApi api;

    @BeforeEach
    void start() throws Exception {
        jobs = workshop.service(data);
        server = FlawsmithServer.start(
                Services.of(synthesizer).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
        api = new DescribedApi(client);
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close();
        workshop.close();
    }

    private HttpRequest.Builder posted(String path, String json) {
        return client.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return client.send(posted(path, json));
    }

    /** A schema without a word allows anything. */
    @Test
    void onlyThisDescriptionsOwnBodyIsUntyped() {
        List<String> untyped = new ArrayList<>();
        api.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation.getValue().findValues("schema").stream()
                                .filter(JsonNode::isEmpty)
                                .forEach(any -> untyped.add(operation.getKey() + " " + path.getKey()))));
        assertEquals(List.of("get /openapi.json"), untyped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt': 'surface_scratch', 'n': 2}",
                "{'prompt': 'surface_scratch', 'response_format': 'url'}",
                "{'prompt': 'a line', 'guard': 'off'}"
            })
    void aGenerationIsAsDescribed(String json) throws Exception {
        String request = json.replace('\'', '"');
        HttpResponse<String> answer = post("/v1/images/generations", request);
        assertEquals(200, answer.statusCode(), answer.body());
        api.assertRequest("/v1/images/generations", request);
        api.assertAnswer("POST", "/v1/images/generations", answer);
    }

    @Test
    void aJobAndItsFilesAreAsDescribed() throws Exception {
        HttpResponse<String> made =
                post("/v1/datasets", "{\"model\": \"drawn\", \"classes\": {\"pit\": 1}, \"seed\": 1}");
        api.assertAnswer("POST", "/v1/datasets", made);
        String job = made.headers().firstValue("Location").orElseThrow();
        Set<String> told = api.assertEvents(
                "GET", "/v1/jobs/{id}/events", client.get(job + "/events").body()); // until it is over
        assertTrue(told.containsAll(Set.of("queued", "running", "succeeded")), "found " + told);
        HttpResponse<String> over = client.get(job);
        assertTrue(TestClient.json(over).required("result").isObject(), over.body());
        api.assertAnswer("GET", "/v1/jobs/{id}", over);
        HttpResponse<String> files = client.get(job + "/files");
        assertFalse(TestClient.json(files).required("data").isEmpty(), files.body());
        api.assertAnswer("GET", "/v1/jobs/{id}/files", files);
    }

    /** A field that is left out and one that is given its default are answered alike. */
    @ParameterizedTest
    @CsvSource({
        "/v1/images, class, 4",
        "/v1/images/generations, prompt, 8",
        "/sdapi/v1/txt2img, prompt, 5",
    })
    void defaultsAreWhatIsTakenForWhatIsLeftOut(String path, String subject, int fewest) throws Exception {
        Map<String, JsonNode> defaults = api.defaultsOf(path);
        assertTrue(defaults.size() >= fewest, "found " + defaults);
        for (Map.Entry<String, JsonNode> each : defaults.entrySet()) {
            ObjectNode bare = JsonNodeFactory.instance.objectNode().put(subject, "surface_scratch");
            if (Set.of("repaint_passes", "seam").contains(each.getKey())) {
                continue; // of photos, which this synthesizer does not know: DrawingOnPhotosTest
            }
            ObjectNode full = bare.deepCopy().set(each.getKey(), each.getValue());
            assertEquals(answered(path, bare), answered(path, full), each.toString());
        }
    }

    /** Without what differs from answer to answer. */
    private JsonNode answered(String path, ObjectNode body) throws Exception {
        HttpResponse<String> answer = post(path, body.toString());
        assertEquals(200, answer.statusCode(), answer.body());
        ObjectNode told = (ObjectNode) TestClient.json(answer);
        if (told.path("info").isTextual()) {
            told.set("info", TestClient.json(told.path("info").textValue()));
        }
        for (String name : List.of("id", "url", "job_timestamp", "created", "seconds")) {
            told.findParents(name).forEach(parent -> ((ObjectNode) parent).remove(name));
        }
        return told;
    }

    @Test
    void eventsAreAsDescribed() throws Exception {
        HttpResponse<String> images = client.send(
                posted("/v1/images", "{\"class\": \"surface_scratch\"}").header("Accept", "text/event-stream"));
        Set<String> told = api.assertEvents("POST", "/v1/images", images.body());
        assertTrue(told.containsAll(Set.of("queued", "image", "done")), "found " + told);
        HttpResponse<String> generation =
                post("/v1/images/generations", "{\"prompt\": \"surface_scratch\", \"stream\": true}");
        assertEquals(
                Set.of("image_generation.completed"),
                api.assertEvents("POST", "/v1/images/generations", generation.body()));
        synthesizer.holding();
        CompletableFuture<HttpResponse<String>> previewed = client.http()
                .sendAsync(
                        posted("/v1/images", "{\"class\": \"surface_scratch\", \"previews\": 2}")
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofString());
        FakeSynthesizer.Running running = synthesizer.next();
        running.progress(5, 10);
        running.preview(0, 1);
        running.finish();
        Set<String> seen =
                api.assertEvents("POST", "/v1/images", previewed.get().body());
        assertTrue(seen.containsAll(Set.of("progress", "preview", "image")), "found " + seen);
    }

    @Test
    void imagesAndTheTextsInThemAreAsDescribed() throws Exception {
        String request = "{\"prompt\": \"crack\", \"batch_size\": 2,"
                + " \"override_settings\": {\"sd_model_checkpoint\": \"rules\", \"CLIP_stop_at_last_layers\": 1}}";
        api.assertRequest(WEB_UI + "txt2img", request);
        HttpResponse<String> drawn = post(WEB_UI + "txt2img", request);
        assertEquals(2, TestClient.json(drawn).required("images").size(), drawn.body());
        api.assertAnswer("POST", WEB_UI + "txt2img", drawn);
        String image = TestClient.json(drawn).at("/images/0").textValue();
        String bare = Base64.getEncoder().encodeToString(Png.encode(new PixelImage(1, 1, 1, new byte[1]), Map.of()));
        for (String png : List.of(image, bare)) {
            String asked = "{\"image\": \"" + png + "\"}";
            api.assertRequest(WEB_UI + "png-info", asked);
            HttpResponse<String> texts = post(WEB_UI + "png-info", asked);
            assertEquals(
                    png.equals(bare),
                    TestClient.json(texts).required("parameters").isEmpty(),
                    texts.body());
            api.assertAnswer("POST", WEB_UI + "png-info", texts);
        }
    }

    @Test
    void howFarAJobIsAndItsEndAreAsDescribed() throws Exception {
        api.assertAnswer("GET", WEB_UI + "progress", client.get(WEB_UI + "progress"));
        synthesizer.holding();
        String request = "{\"prompt\": \"surface_scratch\", \"steps\": 10, \"force_task_id\": \"mine\"}";
        CompletableFuture<HttpResponse<String>> answer =
                client.http().sendAsync(posted(WEB_UI + "txt2img", request).build(), BodyHandlers.ofString());
        FakeSynthesizer.Running running = synthesizer.next();
        running.progress(5, 10);
        running.preview(0, 1);
        HttpResponse<String> progress = client.get(WEB_UI + "progress?force_task_id=mine");
        assertTrue(TestClient.json(progress).required("current_image").isTextual(), progress.body());
        api.assertAnswer("GET", WEB_UI + "progress", progress);
        api.assertAnswer("GET", WEB_UI + "progress", client.get(WEB_UI + "progress"));
        String mine = "{\"force_task_id\": \"mine\"}";
        api.assertRequest(WEB_UI + "interrupt", mine);
        assertFalse(api.document()
                .at("/paths/~1sdapi~1v1~1interrupt/post/requestBody/required")
                .asBoolean(true));
        assertTrue(api.document()
                .at("/paths/~1sdapi~1v1~1txt2img/post/requestBody/required")
                .asBoolean());
        HttpResponse<String> interrupted = post(WEB_UI + "interrupt", mine);
        assertEquals(200, interrupted.statusCode(), interrupted.body());
        api.assertAnswer("POST", WEB_UI + "interrupt", interrupted);
        api.assertAnswer("POST", WEB_UI + "txt2img", answer.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"samplers", "schedulers", "sd-models"})
    void listsAreAsDescribed(String name) throws Exception {
        HttpResponse<String> list = client.get(WEB_UI + name);
        assertTrue(TestClient.json(list).size() > 1, list.body());
        api.assertAnswer("GET", WEB_UI + name, list);
    }

    @Test
    void settingsAreAsDescribedAndMayBeSentBack() throws Exception {
        HttpResponse<String> options = client.get(WEB_UI + "options");
        api.assertAnswer("GET", WEB_UI + "options", options);
        api.assertRequest(WEB_UI + "options", options.body());
        HttpResponse<String> sent = post(WEB_UI + "options", options.body());
        assertEquals(200, sent.statusCode(), sent.body());
        api.assertAnswer("POST", WEB_UI + "options", sent);
    }

    @Test
    void bothFormsOfAFailureAreAsDescribed() throws Exception {
        HttpResponse<String> fields = post(WEB_UI + "txt2img", "{\"prompt\": 5, \"override_settings\": {\"z\": 1}}");
        assertEquals(2, TestClient.json(fields).required("detail").size(), fields.body());
        api.assertAnswer("POST", WEB_UI + "txt2img", fields);
        HttpResponse<String> sentence = post(WEB_UI + "interrupt", "{\"force_task_id\": \"nobody's\"}");
        assertTrue(TestClient.json(sentence).required("detail").isTextual(), sentence.body());
        api.assertAnswer("POST", WEB_UI + "interrupt", sentence);
    }

    /** A reader names the fields it knows when it meets one that it does not. */
    @ParameterizedTest
    @ValueSource(strings = {"png-info", "interrupt", "options"})
    void theFieldsOfARequestAreThoseThatItsReaderTakes(String name) throws Exception {
        JsonNode refused = TestClient.json(post(WEB_UI + name, "{\"unheard_of\": 1}"));
        List<String> messages = new ArrayList<>();
        for (JsonNode each : refused.required("detail")) {
            if (each.at("/loc/1").asText().equals("unheard_of")) {
                messages.add(each.required("msg").textValue());
            }
        }
        assertEquals(1, messages.size(), refused.toString());
        assertEquals(DescribedApi.known(messages.get(0)), api.fieldsOf(WEB_UI + name));
    }
}
