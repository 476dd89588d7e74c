package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code /openapi.json} says of the values of an image request, held against what its readers take and refuse. */
class OpenApiRangesTest {
    private static FlawsmithServer server;
    private static TestClient client;
    private static DescribedApi api;
    /** Of the toy model's size, and a part of it. */
    private static final String PHOTO = png(16);

    private static final String MASK = png(8);

    private static String png(int white) {
        byte[] samples = new byte[16 * 16];
        Arrays.fill(samples, 0, white * 16, (byte) 255);
        return Base64.getEncoder().encodeToString(Png.encode(new PixelImage(16, 16, 1, samples), Map.of()));
    }

    @BeforeAll
    static void start() throws Exception {
        DiffusionModel toy =
                new DiffusionModel(ToyModels.parts(GaussianDenoiser.forgetful((call, x) -> x), ToyModels.UNCHECKED));
        server = FlawsmithServer.start(
                new ModelSynthesizer(List.of(toy)), ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
        api = new DescribedApi(client);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Ranges, lists and defaults of the description, each asked for at its edge and beyond. */
    @ParameterizedTest
    @CsvSource({
        "/v1/images, 30, class, ",
        "/v1/images/generations, 30, prompt, stream",
        "/sdapi/v1/txt2img, 20, prompt, ",
        "/sdapi/v1/img2img, 30, prompt, ",
    })
    void rangesAreThoseThatTheReaderHolds(String path, int fewest, String subject, @Nullable String streams)
            throws Exception {
        List<AllowedCases> cases = api.casesOf(path);
        assertTrue(cases.size() >= fewest, "found " + cases);
        for (AllowedCases each : cases) {
            ObjectNode asked = JsonNodeFactory.instance.objectNode().put("unheard_of", 1);
            if (!each.field().equals("prompt")) {
                asked.put(subject, "scratch");
            }
            if (streams != null && each.field().equals("partial_images")) {
                asked.put(streams, true);
            }
            if (each.field().equals("negative_prompt")) {
                asked.put(path.contains("sdapi") ? "cfg_scale" : "guidance_scale", 2);
            }
            if (Set.of("strength", "repaint_passes", "seam").contains(each.field())) {
                asked.put("init_image", PHOTO).put("mask", MASK);
            }
            if (path.endsWith("img2img")) {
                asked.putArray("init_images").add(PHOTO);
                asked.put("mask", MASK).put("denoising_strength", 1);
            }
            asked.set(each.field(), each.value());
            HttpRequest.Builder request = client.request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(asked.toString()));
            if (Set.of("previews", "resume_seconds").contains(each.field())) {
                request.header("Accept", "text/event-stream");
            }
            HttpResponse<String> refused = client.send(request);
            assertTrue(refused.body().contains("unheard_of"), refused.body());
            assertEquals(each.allowed(), !named(refused).contains(each.field()), each + ": " + refused.body());
        }
    }

    /** What was not understood is not blamed on what hangs on it. */
    @Test
    void aNegativePromptIsNotBlamedForAScaleThatCannotBeRead() throws Exception {
        HttpResponse<String> refused = client.postImages(
                "{\"class\": \"scratch\", \"negative_prompt\": \"rust\", \"guidance_scale\": \"strong\"}");
        assertEquals(List.of("guidance_scale"), named(refused));
    }

    /** The fields at fault, in either dialect's form. */
    private static List<String> named(HttpResponse<String> refused) throws Exception {
        List<String> names = new ArrayList<>();
        JsonNode body = TestClient.json(refused);
        body.at("/error/errors").forEach(each -> names.add(each.path("field").asText()));
        body.path("detail").forEach(each -> names.add(each.at("/loc/1").asText()));
        return names;
    }
}
