package dev.flawsmith.http.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.FormBody;
import dev.flawsmith.http.Multipart;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.image.Png;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Edits that are refused: pictures and fields by name, bodies that are too much or no form. */
@Timeout(60)
class BadEditsTest extends EditsFixture {
    @Test
    void refusesPicturesByName() throws Exception {
        assertRefused("image", "found 2", new Multipart().file("image[]", IMAGE).file("image[]", IMAGE));
        assertRefused(
                "image", "found more", new Multipart().file("image", IMAGE).file("image", IMAGE));
        assertRefused(
                "image", "found more", new Multipart().file("image", IMAGE).file("image[]", IMAGE));
        assertRefused("image", "found none", new Multipart());
        assertRefused("image", "expected a PNG", new Multipart().value("image", "a picture"));
        assertRefused("image", "expected a whole image", new Multipart().file("image", Arrays.copyOf(IMAGE, 99)));
        assertRefused("image", "expected 16x16 pixels", new Multipart().file("image", IMAGE));
        byte[] tiny = Png.encode(grain(10), Map.of());
        assertRefused("image", "expected 16x16 pixels", new Multipart().file("image", tiny));
        byte[] allOpen = transparent(PHOTO, square(SIDE, 0, 0, SIDE));
        assertRefused("image", "covers everything", new Multipart().file("image", allOpen));
        assertRefused("mask", "found a picture without transparency", masked(IMAGE));
        assertRefused("mask", "expected a PNG", masked(new byte[] {1, 2, 3}));
        assertRefused("mask", "found an empty mask", masked(transparent(PHOTO, square(SIDE, 0, 0, 0))));
        assertRefused("mask", "covers everything", masked(allOpen));
        assertRefused("mask", "expected the photo's 24x24", masked(transparent(grain(20), square(20, 6, 8, 10))));
        assertRefused("mask", "found one of 20x20", masked(transparent(PHOTO, square(SIDE, 0, 0, 20))));
        assertRefused(
                "mask",
                "found 2",
                new Multipart().file("image", IMAGE).file("mask[]", MASK).file("mask[]", MASK));
    }

    private static Multipart masked(byte[] mask) {
        return new Multipart().file("image", IMAGE).file("mask", mask);
    }

    @Test
    void refusesOtherFieldsByName() throws Exception {
        for (List<String> wrong : List.of(
                List.of("n", "many"),
                List.of("n", "11"),
                List.of("n", ""),
                List.of("seed", "0x10"),
                List.of("seed", "-1"),
                List.of("seed", "1e999999999"),
                List.of("steps", "2.5"),
                List.of("guidance_scale", "NaN"),
                List.of("output_compression", "50"),
                List.of("partial_images", "1"),
                List.of("strength", "strong"),
                List.of("strength", "1.5"),
                List.of("strength", "0"),
                List.of("repaint_passes", "21"),
                List.of("seam", "65"),
                List.of("seam", "true"),
                List.of("stream", "yes"),
                List.of("stream", "1"),
                List.of("size", "16x16"),
                List.of("quality", "hd"),
                List.of("input_fidelity", "medium"),
                List.of("background", "transparent"),
                List.of("guard", "maybe"),
                List.of("style", "vivid"),
                List.of("init_image", "x"),
                List.of("unheard_of", "1"))) {
            Multipart form = masked(MASK).value(wrong.get(0), wrong.get(1));
            assertRefused(wrong.get(0), "expected ", form);
        }
        HttpResponse<String> alone = post(pit(SMALL).value("seam", "1").value("repaint_passes", "2"));
        assertEquals(List.of("repaint_passes", "seam"), TestClient.wrongFields(alone));
        HttpResponse<String> file = post(new Multipart().file("image", SMALL).file("prompt", SMALL));
        assertEquals(List.of("prompt"), TestClient.wrongFields(file));
        assertTrue(file.body().contains("expected a string, found a file"), file.body());
    }

    /** Of a form that is right but for its prompt, which is added. */
    private static void assertRefused(String field, String message, Multipart form) throws Exception {
        HttpResponse<String> response = post(form.value("prompt", "pit"));
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(List.of(field), TestClient.wrongFields(response), response.body());
        JsonNode error = TestClient.error(response);
        assertEquals(field, error.required("param").textValue());
        assertTrue(error.at("/errors/0/message").textValue().contains(message), response.body());
    }

    @Test
    void namesAllThatIsWrongAtOnce() throws Exception {
        HttpResponse<String> response = post(new Multipart()
                .value("prompt", "pit")
                .file("mask", IMAGE)
                .value("n", "0")
                .value("x", "y"));
        assertEquals(List.of("image", "mask", "n", "x"), TestClient.wrongFields(response));
    }

    @Test
    void refusesWhatIsTooMuchWhateverItAnnounces() throws Exception {
        byte[] large = new Multipart()
                .file("image", new byte[FormBody.MOST_BYTES])
                .value("prompt", "pit")
                .end();
        HttpResponse<String> announced = client.send(edit(client, large));
        assertEquals(413, announced.statusCode(), announced.body());
        assertEquals(
                "body_too_large", TestClient.error(announced).required("code").textValue());
        HttpResponse<String> streamed = client.send(client.request(PATH)
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArrays(List.of(large))));
        assertEquals(413, streamed.statusCode(), streamed.body());
        HttpResponse<String> text = post(pit(SMALL).value("user", "u".repeat(70_000)));
        assertEquals(413, text.statusCode(), text.body());
        Multipart many = new Multipart();
        for (int i = 0; i <= FormBody.MOST_PARTS; i++) {
            many.value("field" + i, "");
        }
        assertNoForm(client.send(edit(client, many.end())), "expected at most 64 parts");
    }

    @Test
    void refusesWhatIsNoForm() throws Exception {
        HttpResponse<String> json = client.send(client.request(PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\": \"pit\"}")));
        assertEquals(415, json.statusCode(), json.body());
        assertEquals(
                "unsupported_media_type",
                TestClient.error(json).required("code").textValue());
        byte[] whole = pit(SMALL).end();
        assertNoForm(client.send(edit(client, Arrays.copyOf(whole, whole.length - 20))), "expected multipart");
        assertNoForm(client.send(edit(client, new byte[0])), "expected multipart");
        assertNoForm(post(new Multipart().part("form-data", SMALL)), "a name in every part");
        byte[] latin1 = "für".getBytes(StandardCharsets.ISO_8859_1);
        assertNoForm(post(pit(SMALL).part("form-data; name=\"user\"", latin1)), "expected text in UTF-8");
        assertNoForm(post(pit(SMALL).value("prompt", "pit")), "expected one part of this name");
        HttpResponse<String> unbounded = client.send(client.request(PATH)
                .header("Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofByteArray(whole)));
        assertNoForm(unbounded, "with a boundary");
    }

    private static void assertNoForm(HttpResponse<String> response, String message) throws Exception {
        assertEquals(400, response.statusCode(), response.body());
        JsonNode error = TestClient.error(response);
        assertEquals("invalid_multipart", error.required("code").textValue());
        assertTrue(error.required("message").textValue().contains(message), response.body());
    }
}
