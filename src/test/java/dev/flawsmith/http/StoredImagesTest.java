package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.synthesis.RecipeText;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredImagesTest {
    private static final String ONE = "{\"class\": \"surface_scratch\", \"seed\": 40}";

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
    void serveAnImageAndItsRecipeAgain() throws Exception {
        JsonNode image = TestClient.json(client.postImages(ONE)).at("/images/0");
        String path = "/v1/images/" + image.required("id").textValue();
        HttpResponse<byte[]> png = client.http().send(client.request(path).build(), BodyHandlers.ofByteArray());
        assertEquals(200, png.statusCode());
        assertEquals("image/png", png.headers().firstValue("Content-Type").orElseThrow());
        assertArrayEquals(Base64.getDecoder().decode(image.required("b64_png").textValue()), png.body());
        HttpResponse<String> recipe = client.get(path + "/recipe");
        assertEquals(200, recipe.statusCode());
        assertEquals(40, RecipeText.parse(Map.of("flawsmith", recipe.body())).seed());
        assertTrue(TestClient.json(recipe).required("synthetic").booleanValue());
    }

    @Test
    void nameAnImageThatWasAnsweredBareInAHeader() throws Exception {
        HttpResponse<String> png = client.send(client.images(ONE).header("Accept", "image/png"));
        String id = png.headers().firstValue("X-Flawsmith-Id").orElseThrow();
        assertEquals(200, client.get("/v1/images/" + id).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"generations", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%2e%2e%5cpasswd", "%00", "a%0d%0ab"})
    void answerNotFoundOfAnIdThatIsNone(String id) throws Exception {
        for (String path : new String[] {"/v1/images/" + id, "/v1/images/" + id + "/recipe"}) {
            int status = client.get(path).statusCode();
            assertTrue(status == 404 || status == 400, path + ": " + status);
        }
    }
}
