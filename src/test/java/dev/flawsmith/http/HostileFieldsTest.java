package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Puts what no client should send into every field of every dialect: the answer is the caller's mistake, never a failure. */
class HostileFieldsTest {
    private static final List<String> VALUES = List.of(
            "true",
            "-1",
            "0",
            "1e999999999",
            "-1e-999999999",
            "123456789012345678901234567890",
            "0.1",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"../../etc/passwd\"",
            "\"" + "x".repeat(5_000) + "\"",
            "[]",
            "[null]",
            "[[[[1]]]]",
            "{}",
            "{\"\": {\"a\": null}}",
            "{\"sd_model_checkpoint\": {\"a\": 1}, \"\\u0000\": 1}");

    private static FlawsmithServer server;
    private static TestClient client;

    @BeforeAll
    static void start() {
        DiffusionModel toy =
                new DiffusionModel(ToyModels.parts(GaussianDenoiser.forgetful((call, x) -> x), ToyModels.UNCHECKED));
        server = FlawsmithServer.start(
                new ModelSynthesizer(List.of(toy)), ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/images | model class prompt negative_prompt n seed steps sampler guidance_scale guidance_interval guidance_rescale"
                        + " guard format previews",
                "/v1/images/generations | prompt model n size quality response_format output_format output_compression"
                        + " background moderation style user stream partial_images seed steps negative_prompt"
                        + " guidance_scale sampler guard class",
                "/sdapi/v1/txt2img | prompt negative_prompt styles seed subseed subseed_strength sampler_name sampler_index"
                        + " scheduler batch_size n_iter steps cfg_scale width height restore_faces eta s_noise"
                        + " override_settings enable_hr hr_scale init_images force_task_id script_args send_images"
                        + " save_images alwayson_scripts infotext guard",
                "/sdapi/v1/options | sd_model_checkpoint samples_format sd_vae CLIP_stop_at_last_layers enable_pnginfo",
                "/sdapi/v1/interrupt | force_task_id",
                "/sdapi/v1/png-info | image"
            })
    void areTheCallersMistake(String path, String fields) throws Exception {
        for (String field : fields.split(" ", -1)) {
            for (String value : VALUES) {
                String prompt = field.equals("prompt") || !path.matches(".*(generations|txt2img)")
                        ? ""
                        : "\"prompt\": \"scratch\", ";
                String json = "{" + prompt + "\"" + field + "\": " + value + "}";
                HttpResponse<String> response = client.send(client.request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
                assertTrue(response.statusCode() < 500, path + " " + json + ": " + response.body());
            }
        }
    }

    @Test
    void inTheAddressAreTheCallersMistakeToo() throws Exception {
        for (String path : List.of(
                "/sdapi/v1/progress?force_task_id=%00%ff&skip_current_image=%0a",
                "/v1/models/%2e%2e", "/v1/models/%00", "/v1/images/%ff%fe/recipe")) {
            assertTrue(client.get(path).statusCode() < 500, path);
        }
        HttpResponse<String> response = client.send(client.request("/v1/images/generations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\": \"scratch\", \"response_format\": \"url\"}")));
        assertEquals(200, response.statusCode());
    }
}
