package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestCheckTest {
    private static final ModelSynthesizer SYNTHESIZER = new ModelSynthesizer(
            List.of(
                    new DescribedModel(ToyModels.TOY),
                    new RuleBasedModel(
                            ToyModels.RULED,
                            (c, s) -> new PixelImage(1, 1, 1, new byte[1]),
                            "rules learn from no photo",
                            8)),
            new Random(1));

    @AfterAll
    static void close() {
        SYNTHESIZER.close();
    }

    @Test
    void fillsInTheModelsDefaults() {
        SynthesisRequest request =
                SYNTHESIZER.check(new RequestDraft(null, "pit", null, null, 7L, null, null, null, null));
        assertEquals(
                new SynthesisRequest("toy", "pit", null, 1, 7, ToyModels.STEPS, "euler", 1, GuardPolicy.RESAMPLE),
                request);
    }

    @Test
    void keepsWhatIsSaid() {
        SynthesisRequest request = SYNTHESIZER.check(
                new RequestDraft("toy", null, "a pit", 1024L, 0L, 1000L, "heun", 20.0, GuardPolicy.OFF));
        assertEquals(new SynthesisRequest("toy", null, "a pit", 1024, 0, 1000, "heun", 20, GuardPolicy.OFF), request);
    }

    @Test
    void aModelWithoutStepsHasNoSampler() {
        SynthesisRequest request =
                SYNTHESIZER.check(new RequestDraft("ruled", "dot", null, 2L, 3L, null, null, null, GuardPolicy.FLAG));
        assertEquals(new SynthesisRequest("ruled", "dot", null, 2, 3, 0, "none", 1, GuardPolicy.FLAG), request);
    }

    @Test
    void drawsASeedThatJavaScriptReadsExactly() {
        RequestDraft draft = new RequestDraft(null, "pit", null, null, null, null, null, null, null);
        long first = SYNTHESIZER.check(draft).seed();
        long second = SYNTHESIZER.check(draft).seed();
        assertTrue(first >= 0 && first < 1L << 53, "found " + first);
        assertTrue(first != second, "found " + first + " twice");
    }

    @Test
    void namesEveryWrongFieldAtOnce() {
        SynthesisException e = rejected(new RequestDraft("toy", "scrach", " ", 0L, -1L, 0L, "huen", Double.NaN, null));
        assertEquals(Code.INVALID_REQUEST, e.code());
        assertEquals(
                List.of("class", "prompt", "prompt", "n", "seed", "steps", "sampler", "guidance_scale"),
                e.errors().stream().map(FieldError::field).toList());
        assertEquals(
                "expected one of crack, pit, scratch; found \"scrach\"; did you mean \"scratch\"?",
                e.errors().get(0).message());
        assertEquals(
                "expected a whole number from 1 to 1024, found 0",
                e.errors().get(3).message());
    }

    @Test
    void anUnknownModelIsNamedWithTheKnownOnesAndTheOtherErrors() {
        SynthesisException e = rejected(new RequestDraft("rulde", "dot", null, -5L, null, null, null, null, null));
        assertEquals(Code.UNKNOWN_MODEL, e.code());
        assertEquals(
                List.of(
                        new FieldError("model", "expected one of toy, ruled; found \"rulde\"; did you mean \"ruled\"?"),
                        new FieldError("n", "expected a whole number from 1 to 1024, found -5")),
                e.errors());
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1025", "1000000000", "-9223372036854775808"})
    void refusesACountOutOfRange(long n) {
        assertEquals(
                "n",
                only(rejected(new RequestDraft(null, "pit", null, n, 1L, null, null, null, null)))
                        .field());
    }

    @ParameterizedTest
    @CsvSource({"1,-1", "2,9223372036854775807", "1024,9223372036854774785"})
    void refusesASeedWhoseImagesWouldLeaveTheRange(long n, long seed) {
        assertEquals(
                "seed",
                only(rejected(new RequestDraft(null, "pit", null, n, seed, null, null, null, null)))
                        .field());
    }

    @ParameterizedTest
    @CsvSource({"1,9223372036854775807", "1024,9223372036854774784"})
    void takesTheGreatestSeed(long n, long seed) {
        assertEquals(
                seed,
                SYNTHESIZER
                        .check(new RequestDraft(null, "pit", null, n, seed, null, null, null, null))
                        .seed());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.5, 20.5})
    void refusesAGuidanceScaleOutOfRange(double scale) {
        RequestDraft draft = new RequestDraft(null, "pit", null, null, 1L, null, null, scale, null);
        assertEquals("guidance_scale", only(rejected(draft)).field());
    }

    @Test
    void takesAGuidanceIntervalAndRescaleOrTheModelsOwn() {
        SynthesisRequest said = SYNTHESIZER.check(guided(List.of(0.3, 2.0), 0.7));
        assertEquals(new GuidanceInterval(0.3, 2), said.guidanceInterval());
        assertEquals(0.7, said.guidanceRescale());
        SynthesisRequest notSaid = SYNTHESIZER.check(guided(null, null));
        assertEquals(GuidanceInterval.EVERYWHERE, notSaid.guidanceInterval());
        assertEquals(0, notSaid.guidanceRescale());
        ModelDescription toy = ToyModels.TOY;
        ModelDescription narrow = new ModelDescription(
                toy.name(),
                toy.version(),
                toy.kind(),
                toy.sha256(),
                toy.shape(),
                toy.classes(),
                true,
                toy.samplers(),
                toy.defaultSampler(),
                toy.defaultSteps(),
                2,
                new GuidanceInterval(0.2, 1),
                0.4,
                toy.guard(),
                toy.engine(),
                null,
                true,
                true,
                null);
        SynthesisRequest byDefault = new RequestCheck(guided(null, null)).against(narrow, new Random(1));
        assertEquals(new GuidanceInterval(0.2, 1), byDefault.guidanceInterval());
        assertEquals(0.4, byDefault.guidanceRescale());
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "1, 1", "-1, 1", "NaN, 1", "0, NaN", "Infinity, Infinity"})
    void refusesAGuidanceIntervalWithoutWidth(double low, double high) {
        assertEquals(
                new FieldError(
                        "guidance_interval",
                        "expected [low, high] with 0 <= low < high, found [" + low + ", " + high + "]"),
                only(rejected(guided(List.of(low, high), null))));
        assertEquals(
                "guidance_interval", only(rejected(guided(List.of(low), null))).field());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 1.1})
    void refusesAGuidanceRescaleOutOfRange(double rescale) {
        assertEquals("guidance_rescale", only(rejected(guided(null, rescale))).field());
    }

    private static RequestDraft guided(@Nullable List<Double> interval, @Nullable Double rescale) {
        return new RequestDraft(null, "pit", null, null, null, 1L, null, null, null, interval, rescale, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "line\nbreak", "half \ud83d"})
    void refusesAPromptThatIsNoText(String prompt) {
        assertEquals("prompt", only(rejected(draft(null, prompt))).field());
    }

    @Test
    void refusesALongPromptWithoutRepeatingIt() {
        FieldError error = only(rejected(draft(null, "x".repeat(1001))));
        assertEquals(new FieldError("prompt", "expected at most 1000 characters, found 1001"), error);
    }

    @Test
    void wantsExactlyOneOfClassAndPrompt() {
        assertEquals(
                new FieldError("class", "expected a class or a prompt, found none; classes: crack, pit, scratch"),
                only(rejected(draft(null, null))));
        assertEquals(
                new FieldError("prompt", "expected a class or a prompt, found both"),
                only(rejected(draft("pit", "a pit"))));
    }

    @Test
    void saysWhatAModelDoesNotTake() {
        RequestDraft draft = new RequestDraft(
                "ruled", null, "a dot", null, null, null, 5L, "heun", 2.0, List.of(0.0, 1.0), 0.5, null);
        assertEquals(
                List.of("prompt", "steps", "sampler", "guidance_scale", "guidance_interval", "guidance_rescale"),
                rejected(draft).errors().stream().map(FieldError::field).toList());
    }

    @Test
    void aNegativePromptWantsGuidanceAndAModelThatReads() {
        SynthesisRequest request = SYNTHESIZER.check(negative(null, "rust", 2.0));
        assertEquals("rust", request.negativePrompt());
        FieldError unguided = only(rejected(negative(null, "rust", null))); // the model's own scale is 1
        assertTrue(unguided.message().contains("without guidance (a scale of 1)"), unguided.message());
        assertEquals("negative_prompt", only(rejected(negative(null, " ", 2.0))).field());
        assertEquals(
                new FieldError("negative_prompt", "expected at most 1000 characters, found 1001"),
                only(rejected(negative(null, "a".repeat(1001), 2.0))));
        FieldError unread = only(rejected(negative("ruled", "rust", null)));
        assertEquals("expected none, found one: model ruled takes no prompts", unread.message());
    }

    private static RequestDraft negative(@Nullable String model, String prompt, @Nullable Double scale) {
        String className = model == null ? "pit" : "dot";
        return new RequestDraft(model, className, null, prompt, null, 1L, null, null, scale, null, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"surface defect", "x"})
    void suggestsNothingWhereNothingIsNear(String className) {
        assertEquals(
                "expected one of crack, pit, scratch; found \"" + className + "\"",
                only(rejected(draft(className, null))).message());
    }

    private static RequestDraft draft(@Nullable String className, @Nullable String prompt) {
        return new RequestDraft(null, className, prompt, null, 1L, null, null, null, null);
    }

    private static SynthesisException rejected(RequestDraft draft) {
        return assertThrows(SynthesisException.class, () -> SYNTHESIZER.check(draft));
    }

    private static FieldError only(SynthesisException e) {
        assertEquals(1, e.errors().size(), () -> e.errors().toString());
        return e.errors().get(0);
    }

    /** A model that is only asked what it is. */
    private record DescribedModel(ModelDescription description) implements ImageModel {
        @Override
        public Synthesis submit(SynthesisRequest request, int firstAttempt, SynthesisListener listener) {
            throw new AssertionError("expected no request");
        }

        @Override
        public void close() {}
    }
}
