package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.ReleasedImages;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecipeTextTest {
    private static final String GOOD =
            "{\"synthetic\":true,\"model\":\"toy\",\"model_sha256\":\"ab\",\"class\":\"pit\","
                    + "\"prompt\":null,\"seed\":9223372036854775807,\"attempt\":2,\"steps\":18,\"sampler\":\"heun\","
                    + "\"guidance_scale\":1.5,\"guard\":\"block\",\"engine\":\"pytorch-cpu-2\",\"bucket\":16}";

    @Test
    void readsEveryField() {
        Recipe expected = new Recipe(
                "toy", "ab", "pit", null, Long.MAX_VALUE, 2, 18, "heun", 1.5, GuardPolicy.BLOCK, "pytorch-cpu-2", 16);
        assertEquals(expected, RecipeText.parse(Map.of("flawsmith", GOOD, "Comment", "edited")));
    }

    @Test
    void writesARecipeAndAVerdictInAsciiThatReadBack() throws Exception {
        SynthesisRequest request =
                new SynthesisRequest("toy", null, "z: Kratzer, 刮痕, 🙂", 1, 5, 4, "euler", 2.5, GuardPolicy.RESAMPLE);
        try (DiffusionModel model =
                new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), Guard.notChecked("no photo")))) {
            SynthesizedImage image = ToyModels.get(model.submit(request, 0, SynthesisListener.NONE))
                    .get(0);
            Map<String, String> chunks = RecipeText.of(image);
            String text = chunks.getOrDefault("flawsmith", "");

            assertEquals(image.recipe(), RecipeText.parse(chunks));
            assertTrue(text.chars().allMatch(c -> c >= 32 && c < 127), text);
            assertTrue(text.startsWith("{\"synthetic\":true,"), text);
            assertTrue(text.contains("\"memorization\":{\"verdict\":\"not_checked\",\"reason\":\"no photo\"}"), text);
            assertTrue(text.matches(".*\"pixels_sha256\":\"[0-9a-f]{64}\".*"), text);
        }
    }

    @Test
    void anOlderRecipeHasNoNegativePrompt() {
        assertNull(RecipeText.parse(Map.of("flawsmith", GOOD)).negativePrompt());
        String newer = GOOD.replace("\"guard\"", "\"negative_prompt\":\"rust\",\"guard\"");
        assertEquals("rust", RecipeText.parse(Map.of("flawsmith", newer)).negativePrompt());
    }

    @Test
    void carriesTheGuardsScoreAndTheModelsHashButNoPhotosName() {
        Recipe recipe = RecipeText.parse(Map.of("flawsmith", GOOD));
        PixelImage pixels = new PixelImage(1, 1, 1, new byte[1]);
        Verdict verdict = new Verdict.Clear("scratch/anyones.png", 0.4375, 0.92, 0.61);
        String text = RecipeText.of(new SynthesizedImage(0, ReleasedImages.of(pixels, verdict, 2), recipe))
                .getOrDefault("flawsmith", "");
        assertTrue(text.contains("\"model_sha256\":\"ab\""), text);
        assertTrue(
                text.contains("\"memorization\":{\"verdict\":\"clear\",\"distance\":0.4375,\"score\":0.92,\"p\":0.61}"),
                text);
        assertFalse(text.contains("anyones"), text);
    }

    @Test
    void readsGuidanceWhereItIsSaidAndEverywhereInOlderRecipes() {
        String newer = GOOD.replace("\"guard\"", "\"guidance_interval\":[0.3,null],\"guidance_rescale\":0.7,\"guard\"");
        Recipe recipe = RecipeText.parse(Map.of("flawsmith", newer));
        assertEquals(new GuidanceInterval(0.3, Double.POSITIVE_INFINITY), recipe.guidanceInterval());
        assertEquals(0.7, recipe.guidanceRescale());
        Recipe older = RecipeText.parse(Map.of("flawsmith", GOOD));
        assertEquals(GuidanceInterval.EVERYWHERE, older.guidanceInterval());
        assertEquals(List.of(0.0, Double.POSITIVE_INFINITY), older.toDraft().guidanceInterval());
        assertEquals(0.0, older.toDraft().guidanceRescale());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "[1]", "[2,1]", "[-1,1]", "[null,1]", "[\"0\",1]"})
    void refusesAGuidanceIntervalThatIsNone(String interval) {
        String bad = GOOD.replace("\"guard\"", "\"guidance_interval\":" + interval + ",\"guard\"");
        SynthesisException e = rejected(Map.of("flawsmith", bad));
        assertEquals(
                List.of(new FieldError(
                        "guidance_interval", "expected [low, high] with 0 <= low < high, found " + interval)),
                e.errors());
    }

    @Test
    void saysWhatAPictureLacksThatIsNotOurs() {
        SynthesisException e = rejected(Map.of("Software", "GIMP"));
        assertEquals(
                "flawsmith: expected a PNG that carries its recipe in a text chunk of this keyword, found only [Software]",
                e.getMessage());
    }

    @Test
    void refusesWhatIsNotJson() {
        assertTrue(rejected(Map.of("flawsmith", "seed: 1")).toString().contains("expected JSON"));
    }

    @Test
    void namesEveryFieldThatIsMissingOrWrong() {
        String bad = GOOD.replace("9223372036854775807", "-1")
                .replace("\"heun\"", "7")
                .replace("\"block\"", "\"maybe\"")
                .replace("\"attempt\":2,", "")
                .replace("1.5", "\"strong\"");
        SynthesisException e = rejected(Map.of("flawsmith", bad));
        assertEquals(
                List.of("seed", "attempt", "sampler", "guidance_scale", "guard"),
                e.errors().stream().map(FieldError::field).toList());
        assertEquals(
                "expected a whole number from 0 to 2147483647, found nothing",
                e.errors().get(1).message());
    }

    @Test
    void refusesJsonThatIsNoObject() {
        assertEquals(10, rejected(Map.of("flawsmith", "[1, 2]")).errors().size());
    }

    private static SynthesisException rejected(Map<String, String> chunks) {
        SynthesisException e = assertThrows(SynthesisException.class, () -> RecipeText.parse(chunks));
        assertEquals(SynthesisException.Code.INVALID_REQUEST, e.code());
        return e;
    }
}
