package dev.flawsmith.http.automatic1111;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Txt2ImgTest {
    /** All that AUTOMATIC1111's own model of the request has, at its defaults but for size and prompt. */
    private static final String EVERYTHING = "{'prompt':'surface_scratch','negative_prompt':'','styles':[],'seed':-1,"
            + "'subseed':-1,'subseed_strength':0,'seed_resize_from_h':-1,'seed_resize_from_w':-1,'sampler_name':null,"
            + "'scheduler':null,'batch_size':1,'n_iter':1,'steps':50,'cfg_scale':7.0,'width':64,'height':64,"
            + "'restore_faces':null,'tiling':null,'do_not_save_samples':false,'do_not_save_grid':false,'eta':null,"
            + "'denoising_strength':null,'s_min_uncond':null,'s_churn':null,'s_tmax':null,'s_tmin':null,'s_noise':null,"
            + "'override_settings':{},'override_settings_restore_afterwards':true,'refiner_checkpoint':null,"
            + "'refiner_switch_at':null,'disable_extra_networks':false,'firstpass_image':null,'comments':null,"
            + "'enable_hr':false,'firstphase_width':0,'firstphase_height':0,'hr_scale':2.0,'hr_upscaler':'Latent',"
            + "'hr_second_pass_steps':0,'hr_resize_x':0,'hr_resize_y':0,'hr_checkpoint_name':null,'hr_sampler_name':null,"
            + "'hr_scheduler':null,'hr_prompt':'','hr_negative_prompt':'','force_task_id':null,'sampler_index':'Heun',"
            + "'script_name':null,'script_args':[],'send_images':true,'save_images':false,'alwayson_scripts':{},"
            + "'infotext':null}";

    private final WebUi webUi = new WebUi();

    @AfterEach
    void stop() {
        webUi.close();
    }

    @Test
    void takesARequestWithEveryFieldThatIsSwitchedOff() throws Exception {
        HttpResponse<String> response = post(EVERYTHING);
        assertEquals(200, response.statusCode(), response.body());
        JsonNode answer = TestClient.json(response);
        Recipe recipe = recipe(answer, 0);
        assertEquals("surface_scratch", recipe.className());
        assertEquals(50, recipe.steps());
        assertEquals(7, recipe.guidanceScale());
        assertEquals("heun", recipe.sampler());
        assertEquals(FakeSynthesizer.DRAWN_SEED, recipe.seed(), "-1 is a random seed");
        assertEquals(50, answer.at("/parameters/steps").intValue());
        assertEquals("Latent", answer.at("/parameters/hr_upscaler").textValue());
    }

    @Test
    void answersABatchOfBatchesWithSeedsInARowAndInfoAsAString() throws Exception {
        JsonNode answer = TestClient.json(post("{'prompt':'ein Kratzer, längs','seed':40,'batch_size':2,'n_iter':2,"
                + "'sampler_name':'DPM++ 2M','scheduler':'Karras','steps':9,'cfg_scale':2}"));
        assertEquals(4, answer.required("images").size());
        JsonNode info = TestClient.json(answer.required("info").textValue());
        assertEquals("[40,41,42,43]", info.required("all_seeds").toString());
        assertEquals(4, info.required("all_prompts").size());
        assertEquals("ein Kratzer, längs", info.required("prompt").textValue());
        assertEquals("DPM++ 2M", info.required("sampler_name").textValue());
        assertEquals("steel", info.required("sd_model_name").textValue());
        assertEquals("ababababab", info.required("sd_model_hash").textValue());
        assertEquals(2, info.required("batch_size").intValue());
        assertTrue(info.required("job_timestamp").textValue().matches("\\d{14}"));
        for (int i = 0; i < 4; i++) {
            String text = Png.readText(png(answer, i)).getOrDefault("parameters", "");
            assertEquals(info.required("infotexts").get(i).textValue(), text);
            assertEquals(Integer.toString(40 + i), PublishedReader.read(text).get("Seed"));
            assertEquals("ein Kratzer, längs", recipe(answer, i).prompt());
        }
    }

    @Test
    void leadsAwayFromTheNegativePromptAndSaysSo() throws Exception {
        JsonNode answer =
                TestClient.json(post("{'prompt':'surface_scratch','negative_prompt':'rust, dirt','cfg_scale':2}"));
        assertEquals("rust, dirt", recipe(answer, 0).negativePrompt());
        JsonNode info = TestClient.json(answer.required("info").textValue());
        assertEquals("rust, dirt", info.required("negative_prompt").textValue());
        assertEquals("[\"rust, dirt\"]", info.required("all_negative_prompts").toString());
        assertEquals("rust, dirt", answer.at("/parameters/negative_prompt").textValue());
    }

    @Test
    void takesTheModelsDefaultsForWhatIsLeftOut() throws Exception {
        JsonNode answer = TestClient.json(post("{'prompt':'surface_scratch'}"));
        Recipe recipe = recipe(answer, 0);
        assertEquals(18, recipe.steps());
        assertEquals("heun", recipe.sampler());
        assertEquals(18, answer.at("/parameters/steps").intValue());
        assertEquals(64, answer.at("/parameters/width").intValue());
        assertEquals(-1, answer.at("/parameters/seed").intValue());
    }

    @Test
    void takesAnEmptyTextAsNotGivenWhereAutomatic1111Does() throws Exception {
        JsonNode answer =
                TestClient.json(post("{'prompt':'surface_scratch','sampler_name':'','sampler_index':'DPM++ 2M',"
                        + "'scheduler':'','force_task_id':''}"));
        assertEquals("dpmpp-2m", recipe(answer, 0).sampler());
    }

    @Test
    void sendsNoImagesWhereNoneAreWanted() throws Exception {
        JsonNode answer = TestClient.json(post("{'prompt':'surface_scratch','send_images':false}"));
        assertTrue(answer.required("images").isEmpty());
        assertEquals(
                1,
                TestClient.json(answer.required("info").textValue())
                        .required("all_seeds")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules", "rules [ababababab]", "rules.safetensors"})
    void drawsWithTheModelThatARequestOverrides(String checkpoint) throws Exception {
        JsonNode answer = TestClient.json(post("{'prompt':'crack','override_settings':{'sd_model_checkpoint':'"
                + checkpoint + "','CLIP_stop_at_last_layers':1}}"));
        assertEquals("rules", recipe(answer, 0).model());
    }

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M, dpmpp-2m",
        "dpm++ 2m, dpmpp-2m",
        "DPM++ 2M Karras, dpmpp-2m",
        "k_dpmpp_2m, dpmpp-2m",
        "dpmpp-2m, dpmpp-2m",
        "Heun, heun"
    })
    void knowsASamplerByAnyOfItsNames(String name, String ours) throws Exception {
        JsonNode answer = TestClient.json(post("{'prompt':'surface_scratch','sampler_name':'" + name + "'}"));
        assertEquals(ours, recipe(answer, 0).sampler());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt':'x','width':512}                                     | width",
                "{'prompt':'x','height':512.5}                                  | height",
                "{'prompt':'x','negative_prompt':1}                             | negative_prompt",
                "{'prompt':'x','seed':-2}                                       | seed",
                "{'prompt':'x','subseed_strength':0.5}                          | subseed_strength",
                "{'prompt':'x','sampler_name':'DPM fast'}                       | sampler_name",
                "{'prompt':'x','sampler_index':'Euler a'}                       | sampler_index",
                "{'prompt':'x','scheduler':'Exponential'}                       | scheduler",
                "{'prompt':'x','batch_size':0}                                  | batch_size",
                "{'prompt':'x','batch_size':1e99999999}                         | batch_size",
                "{'prompt':'x','batch_size':1024,'n_iter':1024}                 | n_iter",
                "{'prompt':'x','steps':1001}                                    | steps",
                "{'prompt':'x','cfg_scale':'7'}                                 | cfg_scale",
                "{'prompt':'x','styles':['steel']}                              | styles",
                "{'prompt':'x','restore_faces':true}                            | restore_faces",
                "{'prompt':'x','tiling':true}                                   | tiling",
                "{'prompt':'x','eta':0.5}                                       | eta",
                "{'prompt':'x','s_churn':4}                                     | s_churn",
                "{'prompt':'x','enable_hr':true}                                | enable_hr",
                "{'prompt':'x','init_images':['iVBO']}                          | init_images",
                "{'prompt':'x','alwayson_scripts':{'controlnet':{'args':[]}}}   | alwayson_scripts",
                "{'prompt':'x','script_name':'X/Y/Z plot'}                      | script_name",
                "{'prompt':'x','save_images':true}                              | save_images",
                "{'prompt':'x','refiner_checkpoint':'other'}                    | refiner_checkpoint",
                "{'prompt':'x','infotext':'Steps: 1'}                           | infotext",
                "{'prompt':'x','force_task_id':'a b'}                           | force_task_id",
                "{'prompt':'x','guard':'maybe'}                                 | guard",
                "{'prompt':'x','override_settings':[]}                          | override_settings",
                "{'prompt':'x','override_settings':{'sd_model_checkpoint':'v1-5'}} | override_settings.sd_model_checkpoint",
                "{'prompt':'x','override_settings':{'samples_format':'jpg'}}    | override_settings.samples_format",
                "{'prompt':'x','override_settings':{'whatever':1}}              | override_settings.whatever",
                "{'prompt':'x','whatever':1}                                    | whatever",
                "{'prompt':'crak','override_settings':{'sd_model_checkpoint':'rules'}} | prompt",
                "{'prompt':['x']}                                               | prompt"
            })
    void refusesWhatItCannotDoByName(String json, String field) throws Exception {
        HttpResponse<String> response = post(json);
        assertEquals(422, response.statusCode(), response.body());
        assertEquals(List.of(field), WebUi.wrongFields(response), response.body());
        JsonNode answer = TestClient.json(response);
        assertEquals("invalid_request", answer.required("error").textValue());
        assertTrue(answer.required("errors").textValue().startsWith(field + ": "), response.body());
        assertEquals("", answer.required("body").textValue());
    }

    @Test
    void namesAllThatIsWrongAtOnce() throws Exception {
        HttpResponse<String> response =
                post("{'prompt':5,'width':1,'steps':0,'enable_hr':true,'seed':1.5,'hr_scale':3,'x':1}");
        assertEquals(List.of("enable_hr", "prompt", "seed", "steps", "width", "x"), WebUi.wrongFields(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{'a':1,'a':2}", "{'prompt':NaN}"})
    void refusesABodyThatIsNoJsonObject(String body) throws Exception {
        HttpResponse<String> response = post(body);
        assertEquals(422, response.statusCode());
        assertEquals("invalid_json", TestClient.json(response).required("error").textValue());
        assertTrue(TestClient.json(response).required("detail").isTextual());
    }

    @Test
    void tellsFailuresOfTheServerInTheSameForm() throws Exception {
        webUi.synthesizer.refusingWith(new SynthesisException(Code.QUEUE_FULL, "all places are taken"));
        HttpResponse<String> response = post("{'prompt':'x'}");
        assertEquals(429, response.statusCode());
        assertTrue(response.headers().firstValue("Retry-After").isPresent());
        assertEquals(
                "all places are taken",
                TestClient.json(response).required("detail").textValue());
        webUi.synthesizer.refusingWith(new IllegalStateException("secret"));
        HttpResponse<String> internal = post("{'prompt':'x'}");
        assertEquals(500, internal.statusCode());
        assertFalse(internal.body().contains("secret"), internal.body());
    }

    private HttpResponse<String> post(String json) throws Exception {
        return webUi.post("txt2img", json.replace('\'', '"'));
    }

    private static byte[] png(JsonNode answer, int index) {
        return Base64.getDecoder().decode(answer.required("images").get(index).textValue());
    }

    private static Recipe recipe(JsonNode answer, int index) throws Exception {
        Map<String, String> texts = Png.readText(png(answer, index));
        return RecipeText.parse(texts);
    }
}
