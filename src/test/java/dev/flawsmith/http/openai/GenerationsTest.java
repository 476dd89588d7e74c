package dev.flawsmith.http.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.TestClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationsTest {
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
    void takesEveryFieldThatItKnows() throws Exception {
        HttpResponse<String> response = post("{\"prompt\": \"surface_scratch\", \"model\": \"steel\", \"n\": 1,"
                + " \"size\": \"auto\", \"quality\": \"standard\", \"response_format\": \"b64_json\","
                + " \"output_format\": \"png\", \"output_compression\": 100, \"background\": \"auto\","
                + " \"moderation\": \"low\", \"style\": null, \"user\": \"u\", \"stream\": false, \"partial_images\": 0,"
                + " \"seed\": 7, \"steps\": 3, \"negative_prompt\": \"rust\", \"guidance_scale\": 2, \"sampler\": \"heun\","
                + " \"guard\": \"flag\", \"class\": \"surface_scratch\"}");
        assertEquals(200, response.statusCode(), response.body());
        JsonNode answer = TestClient.json(response);
        assertEquals("standard", answer.required("quality").textValue());
        JsonNode facts = answer.at("/data/0/flawsmith");
        assertEquals(7, facts.required("seed").intValue());
        assertEquals("surface_scratch", facts.required("class").textValue());
        assertEquals("clear", facts.at("/memorization/verdict").textValue());
        JsonNode recipe =
                TestClient.json(client.get("/v1/images/" + facts.required("id").textValue() + "/recipe"));
        assertEquals("flag", recipe.required("guard").textValue());
        assertEquals("rust", recipe.required("negative_prompt").textValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                  | prompt",
                "{'prompt': 7}                                                       | prompt",
                "{'prompt': 'crak', 'model': 'rules'}                                | prompt",
                "{'prompt': 'x', 'class': 'surface_scratch'}                         | class",
                "{'prompt': 'x', 'n': 0}                                             | n",
                "{'prompt': 'x', 'n': 11}                                            | n",
                "{'prompt': 'x', 'n': 1e999999999}                                   | n",
                "{'prompt': 'x', 'size': '1024x1024'}                                | size",
                "{'prompt': 'x', 'size': 64}                                         | size",
                "{'prompt': 'x', 'quality': 'hd'}                                    | quality",
                "{'prompt': 'x', 'response_format': 'jpeg'}                          | response_format",
                "{'prompt': 'x', 'response_format': 'url', 'stream': true}           | response_format",
                "{'prompt': 'x', 'output_format': 'webp'}                            | output_format",
                "{'prompt': 'x', 'output_compression': 50}                           | output_compression",
                "{'prompt': 'x', 'output_compression': 101}                          | output_compression",
                "{'prompt': 'x', 'background': 'transparent'}                        | background",
                "{'prompt': 'x', 'moderation': 'none'}                               | moderation",
                "{'prompt': 'x', 'style': 'vivid'}                                   | style",
                "{'prompt': 'x', 'user': 5}                                          | user",
                "{'prompt': 'x', 'stream': 'yes'}                                    | stream",
                "{'prompt': 'x', 'partial_images': 1}                                | partial_images",
                "{'prompt': 'x', 'stream': true, 'partial_images': 4}                | partial_images",
                "{'prompt': 'x', 'stream': true, 'partial_images': 1, 'guard':'block'} | partial_images",
                "{'prompt': 'x', 'seed': -1}                                         | seed",
                "{'prompt': 'x', 'steps': 0}                                         | steps",
                "{'prompt': 'x', 'negative_prompt': ['rust']}                        | negative_prompt",
                "{'prompt': 'x', 'guard': 'maybe'}                                   | guard",
                "{'prompt': 'x', 'guidance_scale': 'strong'}                         | guidance_scale",
                "{'prompt': 'x', 'input_fidelity': 'high'}                           | input_fidelity"
            })
    void refusesWhatItCannotDoByName(String json, String field) throws Exception {
        HttpResponse<String> response = post(json.replace('\'', '"'));
        assertEquals(400, response.statusCode(), response.body());
        assertEquals(List.of(field), TestClient.wrongFields(response));
        assertEquals(field, TestClient.error(response).required("param").textValue());
    }

    @Test
    void namesAllThatIsWrongAtOnce() throws Exception {
        HttpResponse<String> response = post(
                "{\"prompt\": 1, \"n\": 0, \"size\": \"1x1\", \"style\": \"vivid\", \"steps\": 0, \"mask\": \"\"}");
        assertEquals(List.of("mask", "n", "prompt", "size", "steps", "style"), TestClient.wrongFields(response));
    }

    @Test
    void namesTheClassesOfAModelThatTakesNoPrompt() throws Exception {
        String message = TestClient.error(post("{\"prompt\": \"a cat\", \"model\": \"rules\"}"))
                .required("message")
                .textValue();
        assertTrue(message.contains("crack"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"prompt\": \"x\", \"prompt\": \"y\"}", "\u0000"})
    void refusesABodyThatIsNoJsonObject(String body) throws Exception {
        assertEquals(400, post(body).statusCode());
    }

    @Test
    void answersAnUnknownModelAsOpenAiDoes() throws Exception {
        for (String more : List.of("", ", \"seed\": \"many\"")) {
            HttpResponse<String> response =
                    post("{\"prompt\": \"x\", \"model\": \"gpt-image-1\", \"size\": \"1024x1024\"" + more + "}");
            assertEquals(404, response.statusCode());
            assertEquals("model", TestClient.error(response).required("param").textValue());
            assertEquals(
                    "unknown_model", TestClient.error(response).required("code").textValue());
        }
    }

    private static HttpResponse<String> post(String json) throws Exception {
        return client.send(client.request("/v1/images/generations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }
}
