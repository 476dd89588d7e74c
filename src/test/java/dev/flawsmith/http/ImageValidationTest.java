package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static dev.flawsmith.http.TestClient.wrongFields;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageValidationTest {
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
    void namesEveryBadFieldInOneAnswer() throws Exception {
        HttpResponse<String> response = client.postImages("""
                {"class": "dent", "n": 0, "seed": "7", "steps": 1.5, "guidance_scale": true, "guard": "maybe",
                 "guidance_interval": [1], "guidance_rescale": "much",
                 "format": "jpeg", "sampler": 3, "colour": "red"}""");
        assertEquals(400, response.statusCode());
        assertEquals(
                List.of(
                        "class",
                        "colour",
                        "format",
                        "guard",
                        "guidance_interval",
                        "guidance_rescale",
                        "guidance_scale",
                        "n",
                        "sampler",
                        "seed",
                        "steps"),
                wrongFields(response));
        assertEquals("invalid_request", error(response).required("code").textValue());
        assertEquals("invalid_request_error", error(response).required("type").textValue());
    }

    @Test
    void saysWhatWasExpectedAndWhatWasFound() throws Exception {
        HttpResponse<String> response = client.postImages("{\"class\": \"surface_scratch\", \"seed\": \"7\"}");
        assertEquals("seed", error(response).required("param").textValue());
        String message = error(response).required("message").textValue();
        assertTrue(message.contains("expected a whole number"), message);
        assertTrue(message.contains("found the string \"7\""), message);
    }

    @ParameterizedTest
    @CsvSource({
        "n, 0",
        "n, -1",
        "n, 1000000000",
        "n, 1e9",
        "n, 1000000000000000000000000000000",
        "n, 1e999999999",
        "n, 1.5",
        "n, true",
        "n, '[1]'",
        "seed, -1",
        "seed, 9223372036854775808",
        "seed, 0.5",
        "steps, 1001",
        "steps, 1e400",
        "guidance_scale, 1e999",
        "guidance_scale, '\"2\"'",
        "guidance_scale, '{}'",
        "guidance_rescale, 1e999",
        "guidance_interval, 1",
        "guidance_interval, '[1, 2, 3]'",
        "guidance_interval, '[null, 2]'",
        "guidance_interval, '[0, \"2\"]'",
        "guidance_interval, '[0, 1e999]'",
        "previews, 1",
        "previews, 9",
        "prompt, 5"
    })
    void refusesNumbersOutsideTheirRange(String field, String value) throws Exception {
        String condition = field.equals("prompt") ? "" : "\"class\": \"surface_scratch\", ";
        HttpResponse<String> response = client.postImages("{" + condition + "\"" + field + "\": " + value + "}");
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(List.of(field), wrongFields(response), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "2e0", "20e-1"})
    void takesAWholeNumberHoweverItIsWritten(String n) throws Exception {
        HttpResponse<String> response = client.postImages("{\"class\": \"surface_scratch\", \"n\": " + n + "}");
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(2, TestClient.json(response).required("images").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "not json",
                "[]",
                "5",
                "null",
                "\"text\"",
                "{\"n\": NaN}",
                "{\"guidance_scale\": Infinity}",
                "{\"n\": 1, \"n\": 2}",
                "{\"n\": 1} {}",
                "{\"n\": 1",
                "{'n': 1}",
                "{\"n\": 01}",
                "{\"n\": 1,}",
                "{\"n\": 1e99999999999999}",
                "{\"n\": 1} // why"
            })
    void refusesWhatIsNotOneStrictJsonObject(String body) throws Exception {
        HttpResponse<String> response = client.postImages(body);
        assertEquals(400, response.statusCode(), response.body());
        assertEquals("invalid_json", error(response).required("code").textValue());
        assertFalse(error(response).required("message").textValue().contains("enable"), response.body());
    }

    @Test
    void refusesNestingThatIsTooDeep() throws Exception {
        HttpResponse<String> response = client.postImages("{\"n\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}");
        assertEquals(400, response.statusCode());
    }

    @Test
    void boundsHowManyUnknownFieldsItNames() throws Exception {
        StringBuilder json = new StringBuilder("{\"class\": \"surface_scratch\"");
        for (int i = 0; i < 5_000; i++) {
            json.append(", \"x").append(i).append("\": 1");
        }
        HttpResponse<String> response = client.postImages(json + "}");
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("4984 more unknown fields"), response.body());
    }

    @Test
    void answersAnUnknownModelWith404AndItsName() throws Exception {
        HttpResponse<String> response = client.postImages("{\"model\": \"gone\", \"class\": \"surface_scratch\"}");
        assertEquals(404, response.statusCode());
        assertEquals("model", error(response).required("param").textValue());
        assertTrue(error(response).required("message").textValue().contains("steel"));
    }

    @Test
    void checksTheConditionEvenWhereTheOtherHalfIsUnreadable() throws Exception {
        assertEquals(
                List.of("class", "prompt"),
                wrongFields(client.postImages("{\"class\": \"dent\", \"prompt\": 5, \"n\": 1}")));
        assertEquals(List.of("prompt"), wrongFields(client.postImages("{\"prompt\": 5}")));
        assertEquals(List.of("class"), wrongFields(client.postImages("{}")));
    }

    @Test
    void doesNotJudgeAClassByAModelThatCouldNotBeRead() throws Exception {
        HttpResponse<String> response = client.postImages("{\"model\": 5, \"class\": \"dent\", \"n\": 0}");
        assertEquals(List.of("model", "n"), wrongFields(response));
    }

    @Test
    void takesNullAsNotSaid() throws Exception {
        HttpResponse<String> response =
                client.postImages("{\"class\": \"surface_scratch\", \"prompt\": null, \"seed\": null}");
        assertEquals(200, response.statusCode(), response.body());
    }

    @Test
    void refusesOtherContentTypes() throws Exception {
        for (String type : List.of("text/plain", "application/xml", "application/json; charset=latin1")) {
            HttpResponse<String> response = client.send(client.images("{}").setHeader("Content-Type", type));
            assertAll(
                    () -> assertEquals(415, response.statusCode()),
                    () -> assertTrue(
                            error(response).required("message").textValue().contains(type)));
        }
        HttpResponse<String> zipped = client.send(client.images("{}").setHeader("Content-Encoding", "gzip"));
        assertEquals(415, zipped.statusCode());
    }

    @Test
    void takesJsonWithItsCharset() throws Exception {
        HttpResponse<String> response = client.send(client.images("{\"class\": \"surface_scratch\"}")
                .setHeader("Content-Type", "Application/JSON; charset=\"UTF-8\""));
        assertEquals(200, response.statusCode());
    }

    @Test
    void refusesMoreThanOneImageAsABarePng() throws Exception {
        HttpResponse<String> response = client.send(
                client.images("{\"class\": \"surface_scratch\", \"n\": 2}").header("Accept", "image/png"));
        assertEquals(400, response.statusCode());
        assertEquals(List.of("n"), wrongFields(response));
        assertTrue(error(response).required("message").textValue().contains("Accept: image/png"));
    }

    @Test
    void refusesFormsOfAnswerThatItDoesNotHave() throws Exception {
        HttpResponse<String> response = client.send(
                client.images("{\"class\": \"surface_scratch\"}").header("Accept", "image/webp, text/html"));
        assertEquals(406, response.statusCode());
        assertEquals("not_acceptable", error(response).required("code").textValue());
    }
}
