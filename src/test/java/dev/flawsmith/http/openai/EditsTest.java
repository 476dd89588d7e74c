package dev.flawsmith.http.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImagesResponse;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.Multipart;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.CanvasDraft;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Edits over HTTP: a model of grey 16x16 images draws, a fake one shows what it was asked. */
@Timeout(60)
class EditsTest extends EditsFixture {
    private static PixelImage drawn(HttpResponse<String> response) throws Exception {
        assertEquals(200, response.statusCode(), response.body());
        String base64 = TestClient.json(response).at("/data/0/b64_json").textValue();
        return Png.decode(Base64.getDecoder().decode(base64));
    }

    private static void assertPaintedIntoThePhoto(PixelImage painted) {
        assertEquals(SIDE, painted.width());
        assertEquals(SIDE, painted.height());
        int anew = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int was = PHOTO.sample(y, x, 0);
                int is = painted.sample(y, x, 0);
                if (!PART.at(y, x)) {
                    assertEquals(was, is, y + ", " + x);
                } else if (is != was && is != 0) { // black is what a hole is decoded to
                    anew++;
                }
            }
        }
        assertTrue(anew > 60, "expected most of " + PART.area() + " pixels drawn anew, found " + anew);
    }

    @Test
    void drawsAnewWhereTheMaskIsTransparentAndNowhereElse() throws Exception {
        HttpResponse<String> response = post(pit(IMAGE).file("mask", MASK));
        assertPaintedIntoThePhoto(drawn(response));
        JsonNode answer = TestClient.json(response);
        assertEquals("24x24", answer.required("size").textValue());
        assertEquals(5, answer.at("/data/0/flawsmith/seed").intValue());
        assertEquals("pit", answer.at("/data/0/flawsmith/class").textValue());
    }

    @Test
    void drawsAnewWhereTheImageItselfIsTransparent() throws Exception {
        assertPaintedIntoThePhoto(drawn(post(pit(transparent(PHOTO, PART)))));
    }

    @Test
    void aMaskComesBeforeTheImagesOwnTransparency() throws Exception {
        PixelMask other = square(SIDE, 0, 0, 8);
        PixelImage painted = drawn(post(pit(transparent(PHOTO, other)).file("mask", MASK)));
        assertEquals(0, painted.sample(0, 0, 0), "a hole outside the mask stays what it is decoded to");
        assertEquals(PHOTO.sample(SIDE - 1, 0, 0), painted.sample(SIDE - 1, 0, 0));
    }

    @Test
    void withoutAnyTransparencyDrawsOnTheWholeImage() throws Exception {
        PixelImage whole = drawn(post(pit(SMALL).value("strength", "0.5")));
        assertEquals(16, whole.width());
        assertNotEquals(whole, drawn(post(pit(SMALL).value("strength", "1"))));
        byte[] opaque = transparent(grain(16), square(16, 0, 0, 0));
        assertEquals(whole, drawn(post(pit(opaque).value("strength", "0.5"))));
    }

    @Test
    void takesAListOfOneImageAndFilesWithoutNames() throws Exception {
        PixelImage painted = drawn(post(pit(IMAGE).file("mask", MASK)));
        Multipart list = new Multipart().value("prompt", "pit").value("seed", "5");
        assertEquals(painted, drawn(post(list.file("image[]", IMAGE).file("mask", MASK))));
        Multipart nameless = new Multipart().value("prompt", "pit").value("seed", "5");
        assertEquals(
                painted,
                drawn(post(nameless.part("form-data; name=\"image\"", IMAGE).part("form-data; name=\"mask\"", MASK))));
    }

    @Test
    void takesEveryFieldThatItKnows() throws Exception {
        HttpResponse<String> response = post(pit(IMAGE)
                .file("mask", MASK)
                .value("class", "pit")
                .value("model", "toy")
                .value("n", "2")
                .value("size", "24x24")
                .value("quality", "standard")
                .value("response_format", "url")
                .value("output_format", "png")
                .value("output_compression", "100")
                .value("background", "auto")
                .value("moderation", "low")
                .value("user", "7")
                .value("input_fidelity", "high")
                .value("stream", "false")
                .value("partial_images", "0")
                .value("steps", "3")
                .value("sampler", "heun")
                .value("guidance_scale", "2.5")
                .value("negative_prompt", "rust")
                .value("guard", "off")
                .value("strength", "0.75")
                .value("repaint_passes", "2")
                .value("seam", "1"));
        assertEquals(200, response.statusCode(), response.body());
        JsonNode answer = TestClient.json(response);
        assertEquals(2, answer.required("data").size());
        assertEquals("standard", answer.required("quality").textValue());
        JsonNode recipe = TestClient.json(
                client.get("/v1/images/" + answer.at("/data/1/flawsmith/id").textValue() + "/recipe"));
        assertEquals(6, recipe.required("seed").intValue());
        assertEquals(3, recipe.required("steps").intValue());
        assertEquals(2.5, recipe.required("guidance_scale").doubleValue());
        assertEquals(0.75, recipe.at("/init_image/strength").doubleValue());
        assertEquals(2, recipe.at("/init_image/repaint_passes").intValue());
        assertEquals(1, recipe.at("/init_image/seam").intValue());
    }

    @Test
    void knowsAClientOfOpenAis() throws Exception {
        OpenAIClient official = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .build();
        ImagesResponse response = official.images()
                .edit(ImageEditParams.builder()
                        .image(IMAGE)
                        .mask(MASK)
                        .prompt("pit")
                        .putAdditionalBodyProperty("seed", JsonValue.from(5))
                        .build());
        official.close();
        String base64 = response.data().orElseThrow().get(0).b64Json().orElseThrow();
        PixelImage painted = Png.decode(Base64.getDecoder().decode(base64));
        assertEquals(drawn(post(pit(IMAGE).file("mask", MASK))), painted);
    }

    @Test
    void whatItAsksForIsADraftWithTheFormsCanvas() throws Exception {
        FakeSynthesizer fake = new FakeSynthesizer();
        try (FlawsmithServer faked =
                FlawsmithServer.start(fake, ServerOptions.defaults().withPort(0))) {
            TestClient asking = new TestClient(faked);
            CanvasDraft masked = asked(fake, asking, scratch(IMAGE).file("mask", MASK));
            assertEquals(new CanvasDraft(PHOTO, PART, 1.0, null, null), masked);
            CanvasDraft said = asked(
                    fake,
                    asking,
                    scratch(IMAGE)
                            .file("mask", MASK)
                            .value("strength", "0.25")
                            .value("repaint_passes", "3")
                            .value("seam", "9"));
            assertEquals(new CanvasDraft(PHOTO, PART, 0.25, 3L, 9L), said);
            CanvasDraft own = asked(fake, asking, scratch(transparent(PHOTO, PART)));
            assertEquals(PART, own.mask());
            assertEquals(1.0, own.strength());
            assertEquals(0L, own.seam(), "beneath a hole there is nothing to fade into");
            CanvasDraft whole = asked(fake, asking, scratch(IMAGE));
            assertNull(whole.mask());
            assertNull(whole.strength(), "the model's default");
        }
    }

    private static Multipart scratch(byte[] image) {
        return new Multipart().file("image", image).value("prompt", "surface_scratch");
    }

    private static CanvasDraft asked(FakeSynthesizer fake, TestClient asking, Multipart form) throws Exception {
        HttpResponse<String> response = asking.send(edit(asking, form.end()));
        assertEquals(200, response.statusCode(), response.body());
        return Objects.requireNonNull(fake.canvas());
    }

    @Test
    void tellsEventsOfAnEdit() throws Exception {
        FakeSynthesizer fake = new FakeSynthesizer().holding();
        try (FlawsmithServer faked =
                FlawsmithServer.start(fake, ServerOptions.defaults().withPort(0))) {
            TestClient asking = new TestClient(faked);
            byte[] form = scratch(IMAGE)
                    .file("mask", MASK)
                    .value("stream", "true")
                    .value("partial_images", "1")
                    .end();
            CompletableFuture<HttpResponse<String>> answer =
                    asking.http().sendAsync(edit(asking, form).build(), BodyHandlers.ofString());
            FakeSynthesizer.Running running = fake.next();
            running.preview(0, 1);
            running.finish();
            List<String> names = new ArrayList<>();
            List<String> types = new ArrayList<>();
            for (String line : answer.get().body().lines().toList()) {
                if (line.startsWith("event: ")) {
                    names.add(line.substring("event: ".length()));
                } else if (line.startsWith("data: ")) {
                    JsonNode data = TestClient.json(line.substring("data: ".length()));
                    types.add(data.required("type").textValue());
                    assertEquals("24x24", data.required("size").textValue());
                    assertTrue(data.required("b64_json").isTextual());
                }
            }
            assertEquals(List.of("image_edit.partial_image", "image_edit.completed"), names);
            assertEquals(names, types);
        }
    }

    /** The reader names the fields it knows when it meets one that it does not. */
    @Test
    void theFieldsThatAreDescribedAreThoseThatTheReaderTakes() throws Exception {
        JsonNode document = TestClient.json(client.get("/openapi.json"));
        JsonNode content = document.at("/paths/~1v1~1images~1edits/post/requestBody/content");
        String place = content.path("multipart/form-data").at("/schema/$ref").asText();
        Set<String> described = new TreeSet<>();
        document.at(place.substring(1)).path("properties").fieldNames().forEachRemaining(described::add);
        String refusal = TestClient.error(post(pit(SMALL).value("unheard_of", "1")))
                .at("/errors/0/message")
                .textValue();
        String marker = "expected one of ";
        String known = refusal.substring(refusal.indexOf(marker) + marker.length());
        assertEquals(new TreeSet<>(List.of(known.split(", ", -1))), described);
    }
}
