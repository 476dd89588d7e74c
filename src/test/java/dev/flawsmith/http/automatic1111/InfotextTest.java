package dev.flawsmith.http.automatic1111;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.ReleasedImages;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfotextTest {
    private static final Verdict CLEAR = new Verdict.Clear("scratch/anyones.png", 0.4375, 0.0000123456, 0.61);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "surface_scratch",
                "a thin, vertical scratch: 2 mm, deep: yes, wide: no",
                "ein Kratzer auf gewalztem Stahl, längs",
                "刮痕 🙂, тонкая царапина",
                "quotes \" and \\ backslashes \\\"",
                "Steps: 1, Sampler: none, Seed: 2, Size: 1x1"
            })
    void isReadBackByThePublishedRulesFromThePngAndReplaysStill(String prompt) throws Exception {
        readBack(image("steel-strip-64", null, prompt, CLEAR), prompt, "");
        readBack(image("steel-strip-64", null, "a line", prompt, CLEAR), "a line", prompt);
    }

    private static void readBack(SynthesizedImage image, String prompt, String negative) throws Exception {
        byte[] png = PngFile.of(image, Map.of(Infotext.KEYWORD, Infotext.of(image, true)))
                .bytes();
        Map<String, String> texts = Png.readText(png);
        String infotext = texts.getOrDefault(Infotext.KEYWORD, "");
        Map<String, String> fields = PublishedReader.read(infotext);
        assertEquals(prompt, fields.get("Prompt"));
        assertEquals(negative, fields.get("Negative prompt"));
        assertEquals("20", fields.get("Steps"));
        assertEquals("DPM++ 2M", fields.get("Sampler"));
        assertEquals("Karras", fields.get("Schedule type"));
        assertEquals("1.5", fields.get("CFG scale"));
        assertEquals("9007199254740993", fields.get("Seed"));
        assertEquals("3", fields.get("Size-1"));
        assertEquals("2", fields.get("Size-2"));
        assertEquals("abababcdcd", fields.get("Model hash"));
        assertEquals("steel-strip-64", fields.get("Model"));
        assertEquals("true", fields.get("Synthetic"));
        assertEquals("clear", fields.get("Guard"));
        assertEquals("0.00001235", fields.get("Guard score"));
        assertEquals("0.61", fields.get("Guard p"));
        assertEquals(fields, InfotextReader.read(infotext));
        assertFalse(infotext.contains("anyones"), "no photo's name travels with a picture");
        assertEquals(image.recipe(), RecipeText.parse(texts));
    }

    @Test
    void quotesValuesThatThePublishedRulesWouldCutApart() throws Exception {
        String name = "strip, \"fine\": 64\\x";
        String infotext = Infotext.of(image(name, "pit", null, CLEAR), true);
        assertEquals(name, PublishedReader.read(infotext).get("Model"));
        assertEquals(name, InfotextReader.read(infotext).get("Model"));
    }

    @Test
    void standsInTextChunksThatOldReadersKnowWhereLatinLettersDo() throws Exception {
        assertTrue(chunks("ein Kratzer, längs").contains("tEXtparameters"));
        assertTrue(chunks("刮痕").contains("iTXtparameters"));
    }

    @Test
    void saysNothingOfScoresWhereNothingWasCompared() throws Exception {
        Map<String, String> fields =
                PublishedReader.read(Infotext.of(image("m", "pit", null, new Verdict.NotChecked("no photo")), true));
        assertEquals("not_checked", fields.get("Guard"));
        assertFalse(fields.containsKey("Guard score"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "one line",
                "two\nlines",
                "a prompt\nNegative prompt: rust, dirt\nmore dirt\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1",
                "p\nSteps: 20, Sampler: Euler",
                "p\nSteps: 20, Sampler: Euler a, Lora hashes: \"a: 1, b: 2\", Size: 512x768",
                "p\nSteps: 20, Bad: \"open, Seed: 1, Model: x",
                "p\nHires upscale: 2, Denoising strength: 0.7, Mask/blur: 4, ADetailer-x: y, Size: axb",
                "p\nSteps: , Sampler:, Seed:5",
                "p\nSteps: 1, ,, Sampler: x, : y, Seed: 2"
            })
    void readsWhatOthersWriteAsThePublishedRulesDo(String infotext) throws Exception {
        assertEquals(PublishedReader.read(infotext), InfotextReader.read(infotext));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "\"", "\\", "a: \"", "a: \"b\\", ",", " ", "\n", "Negative prompt:"})
    void readsAMegabyteOfAnythingInNoTime(String piece) {
        String long1 = piece.repeat((1 << 20) / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> InfotextReader.read("p\nA b: 1, " + long1));
    }

    private static String chunks(String prompt) {
        SynthesizedImage image = image("m", null, prompt, CLEAR);
        byte[] png = PngFile.of(image, Map.of(Infotext.KEYWORD, Infotext.of(image, true)))
                .bytes();
        return new String(png, StandardCharsets.ISO_8859_1);
    }

    private static SynthesizedImage image(
            String model, @Nullable String className, @Nullable String prompt, Verdict verdict) {
        return image(model, className, prompt, null, verdict);
    }

    private static SynthesizedImage image(
            String model,
            @Nullable String className,
            @Nullable String prompt,
            @Nullable String negative,
            Verdict verdict) {
        Recipe recipe = new Recipe(
                model,
                "abababcdcdcd",
                className,
                prompt,
                negative,
                9_007_199_254_740_993L,
                0,
                20,
                "dpmpp-2m",
                1.5,
                GuidanceInterval.EVERYWHERE,
                0,
                GuardPolicy.RESAMPLE,
                "fake",
                0,
                null);
        PixelImage pixels = new PixelImage(3, 2, 1, new byte[6]);
        return new SynthesizedImage(0, ReleasedImages.of(pixels, verdict, 0), recipe);
    }
}
