package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.drawn;
import static dev.flawsmith.synthesis.ToyModels.get;
import static dev.flawsmith.synthesis.ToyModels.parts;
import static dev.flawsmith.synthesis.ToyModels.pixels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images drawn on photos; the toy model's are grey, 16 pixels wide and high. */
@Timeout(30)
final class CanvasTest {
    private static final int SIDE = 16;
    private final ModelSynthesizer synthesizer = synthesizer(ToyModels.UNCHECKED);

    private static ModelSynthesizer synthesizer(Guard guard) {
        return new ModelSynthesizer(List.of(
                new DiffusionModel(parts(GaussianDenoiser.free(), guard)),
                new RuleBasedModel(ToyModels.RULED, (name, seed) -> grain(SIDE, SIDE, 1, seed), "rules", 8)));
    }

    @AfterEach
    void close() {
        synthesizer.close();
    }

    private static PixelImage grain(int width, int height, int channels, long seed) {
        byte[] samples = new byte[width * height * channels];
        new Random(seed).nextBytes(samples);
        return new PixelImage(width, height, channels, samples);
    }

    private static PixelMask box(int width, int height, int left, int top, int side) {
        boolean[] marked = new boolean[width * height];
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                marked[y * width + x] = true;
            }
        }
        return new PixelMask(width, height, marked);
    }

    private static RequestDraft draft(@Nullable CanvasDraft canvas) {
        return new RequestDraft("toy", "pit", null, 1L, 7L, null, null, null, GuardPolicy.RESAMPLE).on(canvas);
    }

    private static CanvasDraft on(PixelImage photo, @Nullable PixelMask mask) {
        return new CanvasDraft(photo, mask, null, null, null);
    }

    private SynthesizedImage one(CanvasDraft canvas) throws Exception {
        return get(synthesizer.submit(synthesizer.check(draft(canvas)), SynthesisListener.NONE))
                .get(0);
    }

    @Test
    void outsideTheMaskEverySampleIsThePhotos() throws Exception {
        PixelImage photo = grain(40, 30, 1, 1);
        PixelMask mask = box(40, 30, 21, 9, 8);
        PixelImage painted = pixels(one(on(photo, mask)));
        assertEquals(40, painted.width());
        assertEquals(30, painted.height());
        int changed = 0;
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                if (!mask.at(y, x)) {
                    assertEquals(photo.sample(y, x, 0), painted.sample(y, x, 0), y + ", " + x);
                } else if (photo.sample(y, x, 0) != painted.sample(y, x, 0)) {
                    changed++;
                }
            }
        }
        assertTrue(changed > 40, "expected most of 64 pixels drawn anew, found " + changed);
    }

    @Test
    void theSeamIsAMeanOfBoth() throws Exception {
        PixelImage photo = grain(SIDE, SIDE, 1, 2);
        PixelMask mask = box(SIDE, SIDE, 0, 0, 8);
        PixelImage hard = pixels(one(new CanvasDraft(photo, mask, null, null, 0L)));
        PixelImage soft = pixels(one(new CanvasDraft(photo, mask, null, null, 3L)));
        float[] weights = mask.weights(3);
        for (int i = 0; i < weights.length; i++) {
            int was = photo.sample(i / SIDE, i % SIDE, 0);
            int drawn = hard.sample(i / SIDE, i % SIDE, 0);
            assertEquals(was + weights[i] * (drawn - was), soft.sample(i / SIDE, i % SIDE, 0), 0.5001, "pixel " + i);
        }
    }

    @Test
    void aGreyPhotoInColoursStaysInColours() throws Exception {
        PixelImage photo = grain(20, 20, 1, 3);
        PixelMask mask = box(20, 20, 5, 5, 8);
        PixelImage painted = pixels(one(on(photo.withChannels(3), mask)));
        assertEquals(pixels(one(on(photo, mask))).withChannels(3), painted);
    }

    @Test
    void aSeamHidesNoCopy() throws Exception {
        PixelMask mask = box(SIDE, SIDE, 0, 0, SIDE - 2);
        PixelImage photo = grain(SIDE, SIDE, 1, 8);
        PixelImage hard = pixels(one(new CanvasDraft(photo, mask, null, null, 0L)));
        try (ModelSynthesizer guarded = synthesizer(ToyModels.trainedOn(List.of(hard)))) {
            RequestDraft flagged = new RequestDraft("toy", "pit", null, 1L, 7L, null, null, null, GuardPolicy.FLAG);
            CanvasDraft soft = new CanvasDraft(photo, mask, null, null, 12L);
            SynthesizedImage image = get(guarded.submit(guarded.check(flagged.on(soft)), SynthesisListener.NONE))
                    .get(0);
            assertInstanceOf(Verdict.TooClose.class, image.released().verdict());
        }
    }

    @Test
    void withoutAMaskStrengthSaysHowMuchOfThePhotoIsLeft() throws Exception {
        PixelImage photo = grain(SIDE, SIDE, 1, 4);
        assertEquals(drawn(7, 0), pixels(one(new CanvasDraft(photo, null, 1.0, null, null))));
        assertNotEquals(drawn(7, 0), pixels(one(new CanvasDraft(photo, null, 0.25, null, null))));
    }

    @Test
    void theRecipeDrawsItAgainOnTheSamePhotoOnly() throws Exception {
        PixelImage photo = grain(24, 24, 1, 5);
        PixelMask mask = box(24, 24, 8, 8, 8);
        SynthesizedImage image = one(new CanvasDraft(photo, mask, 0.75, 2L, 1L));
        Recipe recipe = RecipeText.parse(RecipeText.of(image));
        assertEquals(image.recipe(), recipe);
        CanvasRecipe canvas = Objects.requireNonNull(recipe.canvas());
        assertNotNull(canvas.maskSha256());
        assertEquals(0.75, canvas.strength());
        assertEquals(
                pixels(image),
                pixels(get(synthesizer.replay(recipe, photo, mask, SynthesisListener.NONE))
                        .get(0)));
        assertRefused("init_image", () -> synthesizer.replay(recipe, SynthesisListener.NONE));
        assertRefused(
                "init_image", () -> synthesizer.replay(recipe, grain(24, 24, 1, 6), mask, SynthesisListener.NONE));
        assertRefused("mask", () -> synthesizer.replay(recipe, photo, mask.inverted(), SynthesisListener.NONE));
        SynthesizedImage plain = get(synthesizer.submit(synthesizer.check(draft(null)), SynthesisListener.NONE))
                .get(0);
        assertNull(plain.recipe().canvas());
        assertRefused("init_image", () -> synthesizer.replay(plain.recipe(), photo, null, SynthesisListener.NONE));
    }

    @Test
    void aRecipeOfHalfAPhotoIsRefused() {
        Map<String, String> half = Map.of("flawsmith", "{\"init_image\":{\"strength\":1}}");
        SynthesisException refused = assertThrows(SynthesisException.class, () -> RecipeText.parse(half));
        assertTrue(refused.errors().stream().anyMatch(error -> error.field().equals("init_image")));
    }

    @Test
    void progressCountsStepsDoneAgain() throws Exception {
        PixelImage photo = grain(SIDE, SIDE, 1, 7);
        SynthesisRequest request =
                synthesizer.check(draft(new CanvasDraft(photo, box(SIDE, SIDE, 0, 0, 8), null, 5L, null)));
        assertEquals(3 * 5 + 1, request.stepsPerImage());
        int[] told = new int[2];
        get(synthesizer.submit(request, new SynthesisListener() {
            @Override
            public void progressed(int done, int total) {
                told[0] = done;
                told[1] = total;
            }
        }));
        assertEquals(16, told[0]);
        assertEquals(16, told[1]);
    }

    @Test
    void theGuardJudgesWhatWasPaintedAndNotThePhotoAround() throws Exception {
        PixelImage photo = drawn(50, 0);
        PixelMask mask = box(SIDE, SIDE, 4, 4, 8);
        try (ModelSynthesizer guarded = synthesizer(ToyModels.trainedOn(List.of(photo)))) {
            SynthesisRequest request = guarded.check(draft(on(photo, mask)));
            SynthesizedImage image =
                    get(guarded.submit(request, SynthesisListener.NONE)).get(0);
            assertInstanceOf(Verdict.Clear.class, image.released().verdict());
            assertEquals(0, image.released().attempt());
        }
    }

    @Test
    void aCopyPaintedIntoAnotherPhotoIsCaught() throws Exception {
        PixelMask mask = box(SIDE, SIDE, 0, 0, SIDE - 2);
        CanvasDraft canvas = new CanvasDraft(grain(SIDE, SIDE, 1, 8), mask, null, null, 0L);
        PixelImage painted = pixels(one(canvas));
        try (ModelSynthesizer guarded = synthesizer(ToyModels.trainedOn(List.of(painted)))) {
            RequestDraft flagged = new RequestDraft("toy", "pit", null, 1L, 7L, null, null, null, GuardPolicy.FLAG);
            SynthesizedImage image = get(guarded.submit(guarded.check(flagged.on(canvas)), SynthesisListener.NONE))
                    .get(0);
            assertInstanceOf(Verdict.TooClose.class, image.released().verdict());
            SynthesizedImage anew = get(guarded.submit(guarded.check(draft(canvas)), SynthesisListener.NONE))
                    .get(0);
            assertEquals(1, anew.released().attempt());
        }
    }

    @Test
    void aPartTooSmallToJudgeIsPaintedOnlyWithTheGuardOff() throws Exception {
        PixelImage photo = grain(SIDE, SIDE, 1, 9);
        CanvasDraft canvas = on(photo, box(SIDE, SIDE, 4, 4, 3));
        try (ModelSynthesizer guarded = synthesizer(ToyModels.trainedOn(List.of(drawn(50, 0))))) {
            assertRefused("mask", () -> guarded.check(draft(canvas)));
            RequestDraft off = new RequestDraft("toy", "pit", null, 1L, 7L, null, null, null, GuardPolicy.OFF);
            SynthesizedImage image = get(guarded.submit(guarded.check(off.on(canvas)), SynthesisListener.NONE))
                    .get(0);
            assertEquals("not_checked", image.released().verdict().wireName());
        }
    }

    @Test
    void refusesWhatCannotBeDrawnOn() {
        PixelImage photo = grain(24, 20, 1, 1);
        assertRefused("init_image", canvas(photo, null));
        assertRefused("init_image", canvas(grain(12, 20, 1, 1), box(12, 20, 2, 2, 4)));
        assertRefused("init_image", canvas(grain(24, 20, 3, 1), box(24, 20, 2, 2, 4)));
        assertRefused("mask", canvas(photo, box(20, 24, 2, 2, 4)));
        assertRefused("mask", canvas(photo, box(24, 20, 2, 2, 0)));
        assertRefused("mask", canvas(photo, box(24, 20, 2, 2, 0).inverted()));
        assertRefused("mask", canvas(photo, box(24, 20, 2, 2, 17)));
        assertRefused("mask", canvas(photo, box(24, 20, 2, 2, 16)));
        PixelMask mask = box(24, 20, 2, 2, 4);
        for (double strength : new double[] {0, -0.1, 1.01, Double.NaN}) {
            assertRefused(
                    "strength", () -> synthesizer.check(draft(new CanvasDraft(photo, mask, strength, null, null))));
        }
        assertRefused("repaint_passes", () -> synthesizer.check(draft(new CanvasDraft(photo, mask, null, 21L, null))));
        assertRefused("seam", () -> synthesizer.check(draft(new CanvasDraft(photo, mask, null, null, 65L))));
        PixelImage fitting = grain(SIDE, SIDE, 1, 1);
        assertRefused("seam", () -> synthesizer.check(draft(new CanvasDraft(fitting, null, null, null, 1L))));
        RequestDraft ruled = new RequestDraft("ruled", "dot", null, 1L, 7L, null, null, null, GuardPolicy.OFF);
        assertRefused("init_image", () -> synthesizer.check(ruled.on(on(fitting, null))));
    }

    private Runnable canvas(PixelImage photo, @Nullable PixelMask mask) {
        return () -> synthesizer.check(draft(on(photo, mask)));
    }

    private static void assertRefused(String field, Runnable request) {
        SynthesisException refused = assertThrows(SynthesisException.class, request::run);
        assertEquals(SynthesisException.Code.INVALID_REQUEST, refused.code());
        assertTrue(
                refused.errors().stream().anyMatch(error -> error.field().equals(field)),
                "expected " + field + ", found " + refused.getMessage());
    }
}
