package dev.flawsmith.http.automatic1111;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients ask for besides images: models, samplers, settings, the text of a PNG. */
class CatalogueTest {
    private final WebUi webUi = new WebUi();

    @AfterEach
    void stop() {
        webUi.close();
    }

    @Test
    void listsModelsSamplersAndSchedulers() throws Exception {
        JsonNode models = TestClient.json(webUi.get("sd-models"));
        assertEquals(
                "{\"title\":\"steel [ababababab]\",\"model_name\":\"steel\",\"hash\":\"ababababab\",\"sha256\":\""
                        + "ab".repeat(32) + "\",\"filename\":\"models/steel\",\"config\":null}",
                models.get(0).toString());
        assertEquals(
                "[{\"name\":\"Heun\",\"aliases\":[\"k_heun\"],\"options\":{}},"
                        + "{\"name\":\"DPM++ 2M\",\"aliases\":[\"k_dpmpp_2m\"],\"options\":{}}]",
                webUi.get("samplers").body());
        JsonNode schedulers = TestClient.json(webUi.get("schedulers"));
        assertEquals("Automatic", schedulers.at("/0/label").textValue());
        assertEquals("karras", schedulers.at("/1/name").textValue());
        assertEquals(7, schedulers.at("/1/default_rho").doubleValue());
    }

    @Test
    void takesItsOwnSettingsBackAndChoosesTheModelByThem() throws Exception {
        HttpResponse<String> options = webUi.get("options");
        assertEquals(
                "steel [ababababab]",
                TestClient.json(options).required("sd_model_checkpoint").textValue());
        assertEquals(200, webUi.post("options", options.body()).statusCode());
        assertEquals(
                "null",
                webUi.post("options", "{\"sd_model_checkpoint\": \"rules\"}").body());
        assertEquals(
                "rules [ababababab]",
                TestClient.json(webUi.get("options"))
                        .required("sd_model_checkpoint")
                        .textValue());
        JsonNode drawn = TestClient.json(webUi.post("txt2img", "{\"prompt\": \"crack\"}"));
        assertEquals(
                "rules",
                TestClient.json(drawn.required("info").textValue())
                        .required("sd_model_name")
                        .textValue());
    }

    @Test
    void changesNothingWhereOneSettingIsRefused() throws Exception {
        HttpResponse<String> refused = webUi.post(
                "options",
                "{\"sd_model_checkpoint\": \"rules\", \"samples_format\": \"jpg\", \"sd_vae\": 1, \"z\": 1}");
        assertEquals(422, refused.statusCode());
        assertEquals(List.of("samples_format", "sd_vae", "z"), WebUi.wrongFields(refused));
        assertEquals(
                List.of("sd_model_checkpoint"),
                WebUi.wrongFields(webUi.post("options", "{\"sd_model_checkpoint\": [1]}")));
        assertEquals(
                "steel [ababababab]",
                TestClient.json(webUi.get("options"))
                        .required("sd_model_checkpoint")
                        .textValue());
    }

    @Test
    void readsThePngThatItAnswered() throws Exception {
        JsonNode drawn = TestClient.json(webUi.post("txt2img", "{\"prompt\": \"刮痕, 2 mm\", \"seed\": 3}"));
        String png = drawn.at("/images/0").textValue();
        for (String form : List.of(png, "data:image/png;base64," + png)) {
            JsonNode info = TestClient.json(webUi.post("png-info", "{\"image\": \"" + form + "\"}"));
            assertEquals(
                    TestClient.json(drawn.required("info").textValue())
                            .at("/infotexts/0")
                            .textValue(),
                    info.required("info").textValue());
            assertEquals("刮痕, 2 mm", info.at("/parameters/Prompt").textValue());
            assertEquals("3", info.at("/parameters/Seed").textValue());
            assertEquals("64", info.at("/parameters/Size-1").textValue());
            assertTrue(info.at("/items/flawsmith").textValue().contains("\"synthetic\":true"));
        }
    }

    @Test
    void saysNothingOfAPngWithoutText() throws Exception {
        byte[] bare = Png.encode(new PixelImage(1, 1, 1, new byte[1]), Map.of());
        String image = Base64.getEncoder().encodeToString(bare);
        assertEquals(
                "{\"info\":\"\",\"items\":{},\"parameters\":{}}",
                webUi.post("png-info", "{\"image\": \"" + image + "\"}").body());
    }

    @Test
    void readsAPictureThatIsLongerThanOtherBodiesMayBe() throws Exception {
        byte[] samples = new byte[1200 * 1200];
        new Random(1).nextBytes(samples);
        byte[] noise = Png.encode(new PixelImage(1200, 1200, 1, samples), Map.of("parameters", "scratch\nSteps: 4"));
        assertTrue(noise.length > 1 << 20, "of " + noise.length + " bytes");
        String image = Base64.getEncoder().encodeToString(noise);
        assertEquals(
                "scratch\nSteps: 4",
                TestClient.json(webUi.post("png-info", "{\"image\": \"" + image + "\"}"))
                        .required("info")
                        .textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"image\": 5}",
                "{\"image\": \"\"}",
                "{\"image\": \"?\"}",
                "{\"image\": \"aGVsbG8=\"}",
                "{\"image\": \"iVBORw0KGgo=\"}",
                "{\"image\": \"http://127.0.0.1/a.png\"}",
                "{\"image\": \"data:image/jpeg;base64,AAAA\"}"
            })
    void refusesWhatIsNoPng(String json) throws Exception {
        HttpResponse<String> response = webUi.post("png-info", json);
        assertEquals(422, response.statusCode(), response.body());
        assertEquals(List.of("image"), WebUi.wrongFields(response));
    }
}
