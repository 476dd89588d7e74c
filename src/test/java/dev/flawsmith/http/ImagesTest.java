package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final String TWO =
            "{\"class\": \"surface_scratch\", \"n\": 2, \"seed\": 40, \"steps\": 9, \"guidance_scale\": 2}";

    private static FlawsmithServer server;
    private static TestClient client;

    @BeforeAll
    static void start() {
        server = FlawsmithServer.start(
                new FakeSynthesizer(), ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersJsonUnlessAskedOtherwise() throws Exception {
        HttpResponse<String> response = client.postImages(TWO);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        JsonNode answer = TestClient.json(response);
        assertEquals("steel", answer.required("model").textValue());
        assertTrue(answer.required("created").longValue() > 1_700_000_000L);
        assertTrue(answer.required("seconds").doubleValue() >= 0);
        assertEquals(2, answer.required("images").size());
    }

    @Test
    void takesAGuidanceIntervalAndRescaleAndTellsThemInTheRecipe() throws Exception {
        String interval =
                "{\"class\": \"surface_scratch\", \"guidance_interval\": [0.3, 2], \"guidance_rescale\": 0.7}";
        JsonNode recipe =
                TestClient.json(client.postImages(interval)).at("/images/0").required("recipe");
        assertEquals("[0.3,2.0]", recipe.required("guidance_interval").toString());
        assertEquals(0.7, recipe.required("guidance_rescale").doubleValue());

        String open = "{\"class\": \"surface_scratch\", \"guidance_interval\": [0.3, null]}";
        recipe = TestClient.json(client.postImages(open)).at("/images/0").required("recipe");
        assertEquals("[0.3,null]", recipe.required("guidance_interval").toString());
        assertEquals(0.0, recipe.required("guidance_rescale").doubleValue());
    }

    @Test
    void tellsOfEachImageItsSeedItsVerdictAndItsRecipe() throws Exception {
        JsonNode images = TestClient.json(client.postImages(TWO)).required("images");
        JsonNode first = images.get(0);
        assertEquals(0, first.required("index").intValue());
        assertEquals(40, first.required("seed").longValue());
        assertEquals("surface_scratch", first.required("class").textValue());
        assertTrue(first.required("prompt").isNull());
        JsonNode memorization = first.required("memorization");
        assertEquals("clear", memorization.required("verdict").textValue());
        assertEquals(0.4375, memorization.required("distance").doubleValue());
        assertEquals(
                "surface_scratch/strip 12ä.png",
                memorization.required("nearest").textValue());
        assertEquals(0.61, memorization.required("p").doubleValue());
        assertEquals(0.92, memorization.required("score").doubleValue());
        JsonNode second = images.get(1);
        assertEquals(41, second.required("seed").longValue());
        assertEquals(1, second.required("attempt").intValue());
        assertEquals(
                "too_close", second.required("memorization").required("verdict").textValue());
        JsonNode recipe = second.required("recipe");
        assertEquals(9, recipe.required("steps").intValue());
        assertEquals(2.0, recipe.required("guidance_scale").doubleValue());
        assertEquals("heun", recipe.required("sampler").textValue());
        assertEquals("resample", recipe.required("guard").textValue());
        assertEquals("ab".repeat(32), recipe.required("model_sha256").textValue());
    }

    @Test
    void carriesThePngAndItsHash() throws Exception {
        JsonNode image =
                TestClient.json(client.postImages(TWO)).required("images").get(0);
        byte[] png = Base64.getDecoder().decode(image.required("b64_png").textValue());
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(png);
        assertEquals(HexFormat.of().formatHex(sha256), image.required("sha256").textValue());
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(image.required("width").intValue(), pixels.getWidth());
        assertEquals(image.required("height").intValue(), pixels.getHeight());
    }

    @Test
    void answersOneImageAsABarePngWithItsVerdictInHeaders() throws Exception {
        String one = "{\"class\": \"surface_scratch\", \"seed\": 40}";
        HttpResponse<byte[]> response = client.http()
                .send(client.images(one).header("Accept", "image/png").build(), BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode());
        assertEquals("image/png", header(response, "Content-Type"));
        assertEquals("40", header(response, "X-Flawsmith-Seed"));
        assertEquals("clear", header(response, "X-Flawsmith-Verdict"));
        assertEquals("0.4375", header(response, "X-Flawsmith-Distance"));
        assertEquals("surface_scratch/strip%2012%C3%A4.png", header(response, "X-Flawsmith-Nearest"));
        JsonNode same =
                TestClient.json(client.postImages(one)).required("images").get(0);
        assertArrayEquals(Base64.getDecoder().decode(same.required("b64_png").textValue()), response.body());
    }

    @Test
    void saysWhyAnImageWasNotChecked() throws Exception {
        String unguarded = "{\"class\": \"surface_scratch\", \"guard\": \"off\"}";
        JsonNode memorization = TestClient.json(client.postImages(unguarded))
                .required("images")
                .get(0)
                .required("memorization");
        assertEquals("not_checked", memorization.required("verdict").textValue());
        assertTrue(memorization.required("distance").isNull());
        assertEquals(
                "guard is off for this request", memorization.required("reason").textValue());
        HttpResponse<String> png = client.send(client.images(unguarded).header("Accept", "image/png"));
        assertEquals("not_checked", header(png, "X-Flawsmith-Verdict"));
        assertTrue(png.headers().firstValue("X-Flawsmith-Distance").isEmpty());
    }

    @Test
    void keepsEveryDigitOfALargeSeed() throws Exception {
        HttpResponse<String> response = client.postImages("{\"class\": \"iron_sheet_ash\"}");
        assertTrue(response.body().contains("\"seed\":" + FakeSynthesizer.DRAWN_SEED + ","), response.body());
    }

    @Test
    void allowsNoOtherSiteToRead() throws Exception {
        HttpResponse<String> response = client.send(client.images(TWO).header("Origin", "https://elsewhere.example"));
        assertTrue(response.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        assertEquals("nosniff", header(response, "X-Content-Type-Options"));
        assertTrue(header(response, "Content-Security-Policy").startsWith("default-src 'self'"));
        assertFalse(header(response, "X-Request-Id").isBlank());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("no header " + name));
    }
}
