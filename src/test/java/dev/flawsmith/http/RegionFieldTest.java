package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static dev.flawsmith.http.TestClient.json;
import static dev.flawsmith.http.TestClient.wrongFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Regions instead of masks over HTTP; the model's images have 16x16 pixels. */
@Timeout(60)
class RegionFieldTest {
    private static final int SIDE = 24;
    private static final String PHOTO = photo();

    private final ModelSynthesizer synthesizer = new ModelSynthesizer(
            List.of(new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED))));
    private final FlawsmithServer server =
            FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
    private final TestClient client = new TestClient(server);

    @AfterEach
    void stop() {
        server.close();
        synthesizer.close();
    }

    private static String photo() {
        byte[] samples = new byte[SIDE * SIDE];
        new Random(1).nextBytes(samples);
        return Base64.getEncoder().encodeToString(Png.encode(new PixelImage(SIDE, SIDE, 1, samples), Map.of()));
    }

    private HttpResponse<String> images(String fields) throws Exception {
        return client.postImages("{\"class\":\"pit\",\"seed\":5,\"init_image\":\"" + PHOTO + "\"," + fields + "}");
    }

    private static PixelImage decoded(JsonNode base64) throws Exception {
        return Png.decode(Base64.getDecoder().decode(base64.textValue()));
    }

    @Test
    void aBoxIsPaintedAndTold() throws Exception {
        HttpResponse<String> response = images("\"region\":{\"x\":6,\"y\":8,\"width\":10,\"height\":9}");
        assertEquals(200, response.statusCode(), response.body());
        JsonNode image = json(response).required("images").get(0);
        PixelImage before = decoded(json("\"" + PHOTO + "\""));
        PixelImage after = decoded(image.required("b64_png"));
        int drawn = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            int x = i % SIDE;
            int y = i / SIDE;
            boolean same = before.sample(y, x, 0) == after.sample(y, x, 0);
            boolean within = x >= 6 && x < 16 && y >= 8 && y < 17;
            assertTrue(same || within, "outside of the box at " + x + ", " + y);
            drawn += same ? 0 : 1;
        }
        assertTrue(drawn > 50, "found " + drawn);
        assertEquals(
                json("{\"x\":6,\"y\":8,\"width\":10,\"height\":9}"),
                image.required("recipe").required("init_image").required("region"));
        assertEquals(SIDE, decoded(image.required("mask_b64_png")).width());
    }

    @Test
    void somewhereIsAPlaceOfEachImagesOwn() throws Exception {
        HttpResponse<String> response = images("\"region\":\"somewhere\",\"n\":3");
        assertEquals(200, response.statusCode(), response.body());
        Set<String> masks = new HashSet<>();
        for (JsonNode image : json(response).required("images")) {
            JsonNode told = image.required("recipe").required("init_image");
            assertEquals("somewhere", told.required("region").textValue());
            masks.add(told.required("mask_sha256").textValue());
            assertEquals(SIDE, decoded(image.required("mask_b64_png")).height());
        }
        assertEquals(3, masks.size());
        HttpResponse<String> previewed = client.send(client.images("{\"class\":\"pit\",\"seed\":5,\"previews\":2,"
                        + "\"region\":\"somewhere\",\"init_image\":\"" + PHOTO + "\"}")
                .header("Accept", "text/event-stream"));
        assertTrue(previewed.body().contains("event: preview"), previewed.body());
        assertNotEquals(-1, previewed.body().indexOf("event: done"));
    }

    @Test
    void whatIsNoRegionIsNamed() throws Exception {
        for (String wrong : List.of(
                "\"elsewhere\"",
                "7",
                "[1,2,3,4]",
                "{}",
                "{\"x\":1,\"y\":1,\"width\":4}",
                "{\"x\":1,\"y\":1,\"width\":4,\"height\":4,\"depth\":4}",
                "{\"x\":-1,\"y\":1,\"width\":4,\"height\":4}",
                "{\"x\":1.5,\"y\":1,\"width\":4,\"height\":4}",
                "{\"x\":1,\"y\":1,\"width\":0,\"height\":4}",
                "{\"x\":1,\"y\":1,\"width\":3000000000,\"height\":4}",
                "{\"x\":20,\"y\":1,\"width\":5,\"height\":4}",
                "{\"x\":1,\"y\":1,\"width\":17,\"height\":4}",
                "{\"x\":1,\"y\":1,\"width\":16,\"height\":16}")) {
            HttpResponse<String> refused = images("\"region\":" + wrong);
            assertEquals(400, refused.statusCode(), wrong + ": " + refused.body());
            assertEquals(List.of("region"), wrongFields(refused), wrong);
        }
        assertTrue(error(images("\"region\":\"elsewhere\""))
                .required("message")
                .textValue()
                .contains("or \"somewhere\", found the string \"elsewhere\""));
        assertEquals(List.of("region"), wrongFields(images("\"region\":\"somewhere\",\"mask\":\"" + PHOTO + "\"")));
        assertEquals(List.of("region"), wrongFields(client.postImages("{\"class\":\"pit\",\"region\":\"somewhere\"}")));
    }
}
