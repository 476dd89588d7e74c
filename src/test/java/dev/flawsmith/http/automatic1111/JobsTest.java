package dev.flawsmith.http.automatic1111;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.image.Png;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobsTest {
    private static final String MINE =
            "{\"prompt\": \"surface_scratch\", \"batch_size\": 2, \"seed\": 40, \"steps\": 10, \"force_task_id\": \"mine\"}";

    private final WebUi webUi = new WebUi();

    @BeforeEach
    void hold() {
        webUi.synthesizer.holding();
    }

    @AfterEach
    void stop() {
        webUi.close();
    }

    @Test
    void tellsHowFarAJobIsAndShowsIt() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = webUi.postLater("txt2img", MINE);
        FakeSynthesizer.Running running = webUi.synthesizer.next();
        assertEquals(4, running.previewsWanted());
        running.progress(5, 20);
        running.release(0);
        running.preview(1, 1);
        JsonNode progress = TestClient.json(webUi.get("progress?force_task_id=mine"));
        assertEquals(0.25, progress.required("progress").doubleValue());
        assertTrue(progress.required("eta_relative").doubleValue() > 0);
        JsonNode state = progress.required("state");
        assertEquals("txt2img", state.required("job").textValue());
        assertEquals(2, state.required("job_count").intValue());
        assertEquals(1, state.required("job_no").intValue());
        assertEquals(2, state.required("sampling_step").intValue());
        assertEquals(10, state.required("sampling_steps").intValue());
        assertFalse(state.required("interrupted").booleanValue());
        assertTrue(state.required("job_timestamp").textValue().matches("\\d{14}"));
        byte[] png =
                Base64.getDecoder().decode(progress.required("current_image").textValue());
        assertTrue(Png.readText(png).getOrDefault("flawsmith", "").contains("\"preview\":true"));
        assertTrue(TestClient.json(webUi.get("progress?force_task_id=mine&skip_current_image=true"))
                .required("current_image")
                .isNull());
        running.finish();
        assertEquals(200, answer.get().statusCode());
        assertEquals(
                0,
                TestClient.json(webUi.get("progress?force_task_id=mine"))
                        .at("/state/job_count")
                        .intValue());
    }

    @Test
    void showsNobodysImagesToWhoDoesNotNameTheirJob() throws Exception {
        assertEquals(
                0, TestClient.json(webUi.get("progress")).required("progress").doubleValue());
        CompletableFuture<HttpResponse<String>> answer = webUi.postLater("txt2img", MINE);
        FakeSynthesizer.Running running = webUi.synthesizer.next();
        running.progress(10, 20);
        running.preview(0, 1);
        for (String query : List.of("", "?force_task_id=other", "?force_task_id=")) {
            JsonNode progress = TestClient.json(webUi.get("progress" + query));
            assertTrue(progress.required("current_image").isNull(), query);
            assertEquals(
                    query.isEmpty() ? 0.5 : 0, progress.required("progress").doubleValue(), query);
        }
        running.finish();
        answer.get();
    }

    @Test
    void interruptsTheJobThatIsNamedAndAnswersWhatWasFinished() throws Exception {
        CompletableFuture<HttpResponse<String>> mine = webUi.postLater("txt2img", MINE);
        FakeSynthesizer.Running first = webUi.synthesizer.next();
        CompletableFuture<HttpResponse<String>> others = webUi.postLater("txt2img", MINE.replace("mine", "others"));
        FakeSynthesizer.Running second = webUi.synthesizer.next();
        first.release(1);
        HttpResponse<String> interrupted = webUi.post("interrupt", "{\"force_task_id\": \"mine\"}");
        assertEquals(200, interrupted.statusCode());
        assertEquals("{}", interrupted.body());
        assertEquals(200, mine.get().statusCode());
        JsonNode answer = TestClient.json(mine.get());
        assertEquals(1, answer.required("images").size());
        assertEquals(
                "[41]",
                TestClient.json(answer.required("info").textValue())
                        .required("all_seeds")
                        .toString());
        first.awaitCancelled();
        assertFalse(second.isCancelled(), "another's job goes on");
        second.finish();
        assertEquals(2, TestClient.json(others.get()).required("images").size());
    }

    @Test
    void interruptsNothingWithoutTheIdOfAJobUnderWay() throws Exception {
        CompletableFuture<HttpResponse<String>> mine = webUi.postLater("txt2img", MINE);
        FakeSynthesizer.Running running = webUi.synthesizer.next();
        for (HttpResponse<String> refused : List.of(webUi.postNothing("interrupt"), webUi.post("interrupt", "{}"))) {
            assertEquals(422, refused.statusCode());
            assertEquals(List.of("force_task_id"), WebUi.wrongFields(refused));
        }
        assertEquals(
                404, webUi.post("interrupt", "{\"force_task_id\": \"other\"}").statusCode());
        assertEquals(404, webUi.postNothing("interrupt?force_task_id=other").statusCode());
        assertEquals(422, webUi.post("interrupt", "{\"force_task_id\": 7}").statusCode());
        assertFalse(running.isCancelled());
        assertEquals(200, webUi.postNothing("interrupt?force_task_id=mine").statusCode());
        assertTrue(TestClient.json(mine.get()).required("images").isEmpty());
    }

    @Test
    void refusesASecondJobOfTheSameId() throws Exception {
        CompletableFuture<HttpResponse<String>> mine = webUi.postLater("txt2img", MINE);
        FakeSynthesizer.Running running = webUi.synthesizer.next();
        HttpResponse<String> second = webUi.post("txt2img", MINE);
        assertEquals(422, second.statusCode());
        assertEquals(List.of("force_task_id"), WebUi.wrongFields(second));
        running.finish();
        assertEquals(200, mine.get().statusCode());
        CompletableFuture<HttpResponse<String>> again = webUi.postLater("txt2img", MINE);
        webUi.synthesizer.next().finish();
        assertEquals(200, again.get().statusCode(), "once the first is over");
    }

    @Test
    void makesNoPreviewsOfAJobThatNobodyCanNameOrThatMayBeWithheld() throws Exception {
        String unnamed = MINE.replace("\"force_task_id\": \"mine\"", "\"send_images\": true");
        String blocking = MINE.replace("\"seed\"", "\"guard\": \"block\", \"seed\"");
        for (String json : List.of(unnamed, blocking)) {
            CompletableFuture<HttpResponse<String>> answer = webUi.postLater("txt2img", json);
            FakeSynthesizer.Running running = webUi.synthesizer.next();
            assertEquals(0, running.previewsWanted(), json);
            running.finish();
            assertEquals(200, answer.get().statusCode());
        }
    }
}
