package dev.flawsmith.http.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.images.Image;
import com.openai.models.images.ImageGenCompletedEvent;
import com.openai.models.images.ImageGenPartialImageEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import com.openai.models.models.Model;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks a running server through OpenAI's own client for Java. */
@Timeout(60)
final class OfficialClientTest {
    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;
    private OpenAIClient client;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
        client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void generatesImagesInBase64() throws Exception {
        ImagesResponse response = client.images()
                .generate(params("surface_scratch")
                        .n(2)
                        .size(ImageGenerateParams.Size.of("64x64"))
                        .putAdditionalBodyProperty("seed", JsonValue.from(40))
                        .putAdditionalBodyProperty("steps", JsonValue.from(9))
                        .build());
        assertTrue(response.created() > 1_700_000_000L);
        assertEquals("64x64", response.size().orElseThrow().asString());
        assertEquals("png", response.outputFormat().orElseThrow().asString());
        assertEquals("opaque", response.background().orElseThrow().asString());
        assertEquals("auto", response.quality().orElseThrow().asString());
        assertEquals(0, response.usage().orElseThrow().totalTokens());
        List<Image> images = response.data().orElseThrow();
        assertEquals(2, images.size());
        Recipe second = recipe(images.get(1).b64Json().orElseThrow());
        assertEquals("surface_scratch", second.className());
        assertEquals(41, second.seed());
        assertEquals(9, second.steps());
        assertTrue(images.get(0).url().isEmpty());
        assertTrue(images.get(0).revisedPrompt().isEmpty());
    }

    @Test
    void takesAnyOtherPromptAsAPrompt() throws Exception {
        ImagesResponse response =
                client.images().generate(params("a thin vertical scratch").build());
        Recipe recipe = recipe(response.data().orElseThrow().get(0).b64Json().orElseThrow());
        assertEquals("a thin vertical scratch", recipe.prompt());
    }

    @Test
    void answersWithAddressesWhereTheImagesAreToBeHad() throws Exception {
        ImagesResponse response = client.images()
                .generate(params("surface_scratch")
                        .responseFormat(ImageGenerateParams.ResponseFormat.URL)
                        .build());
        Image image = response.data().orElseThrow().get(0);
        assertTrue(image.b64Json().isEmpty());
        String url = image.url().orElseThrow();
        assertTrue(url.startsWith("http://127.0.0.1:" + server.port() + "/v1/images/"), url);
        byte[] png = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                .body();
        assertEquals("surface_scratch", RecipeText.parse(Png.readText(png)).className());
    }

    @Test
    void streamsPartialImagesThenTheFinishedOnes() throws Exception {
        synthesizer.holding();
        CompletableFuture<List<ImageGenStreamEvent>> events = CompletableFuture.supplyAsync(() -> {
            try (StreamResponse<ImageGenStreamEvent> stream = client.images()
                    .generateStreaming(
                            params("surface_scratch").partialImages(2).build())) {
                return stream.stream().toList();
            }
        });
        FakeSynthesizer.Running running = synthesizer.next();
        assertEquals(2, running.previewsWanted());
        running.preview(0, 1);
        running.preview(0, 2);
        running.finish();
        Iterator<ImageGenStreamEvent> each = events.get().iterator();
        ImageGenPartialImageEvent first = each.next().asGenerationPartialImage();
        assertEquals(0, first.partialImageIndex());
        assertEquals("64x64", first.size().asString());
        assertEquals("png", first.outputFormat().asString());
        assertEquals("opaque", first.background().asString());
        assertEquals("auto", first.quality().asString());
        assertTrue(first.createdAt() > 1_700_000_000L);
        assertEquals(64, Png.decode(Base64.getDecoder().decode(first.b64Json())).width());
        ImageGenPartialImageEvent second = each.next().asGenerationPartialImage();
        assertEquals(1, second.partialImageIndex());
        ImageGenCompletedEvent completed = each.next().asGenerationCompleted();
        assertEquals("surface_scratch", recipe(completed.b64Json()).className());
        assertEquals("64x64", completed.size().asString());
        assertEquals("png", completed.outputFormat().asString());
        assertEquals(0, completed.usage().totalTokens());
        assertEquals(0, completed.usage().inputTokensDetails().textTokens());
        assertEquals(false, each.hasNext());
    }

    @Test
    void aStreamThatFailsUnderWayFailsForTheClient() throws Exception {
        synthesizer.holding();
        CompletableFuture<Integer> events = CompletableFuture.supplyAsync(() -> {
            try (StreamResponse<ImageGenStreamEvent> stream =
                    client.images().generateStreaming(params("surface_scratch").build())) {
                return (int) stream.stream().count();
            }
        });
        synthesizer.next().fail(new SynthesisException(Code.BLOCKED, "all attempts were too close"));
        Throwable failure = assertThrows(Exception.class, events::get).getCause();
        assertTrue(String.valueOf(failure).contains("all attempts were too close"), String.valueOf(failure));
    }

    @Test
    void refusesABadRequestNamingTheParameter() {
        BadRequestException refusal = assertThrows(
                BadRequestException.class,
                () -> client.images().generate(params("surface_scratch").n(11).build()));
        assertEquals("n", refusal.param().orElseThrow());
        assertEquals("invalid_request", refusal.code().orElseThrow());
        assertEquals("invalid_request_error", refusal.type().orElseThrow());
        assertTrue(String.valueOf(refusal.getMessage()).contains("from 1 to 10, found 11"), refusal.getMessage());
    }

    @Test
    void saysNotFoundOfAModelThatIsNotThere() {
        assertThrows(
                NotFoundException.class,
                () -> client.images()
                        .generate(params("surface_scratch").model("dall-e-3").build()));
        assertThrows(NotFoundException.class, () -> client.models().retrieve("dall-e-3"));
    }

    @Test
    void saysThatItIsFull() {
        synthesizer.refusingWith(new SynthesisException(Code.QUEUE_FULL, "all places are taken"));
        RateLimitException refusal = assertThrows(
                RateLimitException.class,
                () -> client.images().generate(params("surface_scratch").build()));
        assertEquals(List.of("2"), refusal.headers().values("Retry-After"));
    }

    @Test
    void listsAndRetrievesModels() {
        List<String> ids = new ArrayList<>();
        for (Model model : client.models().list().data()) {
            ids.add(model.validate().id());
        }
        assertEquals(List.of("steel", "rules"), ids);
        Model rules = client.models().retrieve("rules").validate();
        assertEquals("rules", rules.id());
        assertEquals("flawsmith", rules.ownedBy());
        assertTrue(rules.created() > 1_700_000_000L);
    }

    private static ImageGenerateParams.Builder params(String prompt) {
        return ImageGenerateParams.builder().prompt(prompt);
    }

    private static Recipe recipe(String base64) throws Exception {
        Map<String, String> texts = Png.readText(Base64.getDecoder().decode(base64));
        return RecipeText.parse(texts);
    }
}
