package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.drawn;
import static dev.flawsmith.synthesis.ToyModels.get;
import static dev.flawsmith.synthesis.ToyModels.parts;
import static dev.flawsmith.synthesis.ToyModels.pixels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts of photos told without a mask; the toy model's images are grey, 16 pixels wide and high. */
@Timeout(30)
final class RegionTest {
    private static final PixelImage PHOTO = grain(40, 30);
    private final ModelSynthesizer synthesizer = synthesizer(ToyModels.UNCHECKED);

    private static ModelSynthesizer synthesizer(Guard guard) {
        return new ModelSynthesizer(List.of(new DiffusionModel(parts(GaussianDenoiser.free(), guard))));
    }

    @AfterEach
    void close() {
        synthesizer.close();
    }

    private static PixelImage grain(int width, int height) {
        byte[] samples = new byte[width * height];
        new Random(1).nextBytes(samples);
        return new PixelImage(width, height, 1, samples);
    }

    private static RequestDraft draft(long n, long seed, CanvasDraft canvas) {
        return new RequestDraft("toy", "pit", null, n, seed, null, null, null, GuardPolicy.RESAMPLE).on(canvas);
    }

    private static CanvasDraft on(PixelImage photo, Region region) {
        return new CanvasDraft(photo, null, region, null, null, null);
    }

    private List<SynthesizedImage> images(RequestDraft draft) throws Exception {
        return get(synthesizer.submit(synthesizer.check(draft), SynthesisListener.NONE));
    }

    private static void assertOutsideIsThePhotos(PixelMask mask, PixelImage painted) {
        for (int i = 0; i < PHOTO.width() * PHOTO.height(); i++) {
            int y = i / PHOTO.width();
            int x = i % PHOTO.width();
            if (!mask.at(y, x)) {
                assertEquals(PHOTO.sample(y, x, 0), painted.sample(y, x, 0), y + ", " + x);
            }
        }
    }

    @Test
    void aBoxIsTheMaskOfItsPixels() throws Exception {
        Region.Box box = new Region.Box(21, 9, 10, 8);
        SynthesizedImage boxed = images(draft(1, 7, on(PHOTO, box))).get(0);
        PixelMask mask = box.mask(40, 30);
        assertEquals(80, mask.area());
        SynthesizedImage masked = images(draft(1, 7, new CanvasDraft(PHOTO, mask, null, null, null)))
                .get(0);
        assertEquals(pixels(masked), pixels(boxed));
        CanvasRecipe canvas = Objects.requireNonNull(boxed.recipe().canvas());
        assertEquals(box, canvas.region());
        assertTrue(canvas.isOf(mask));
    }

    @Test
    void somewhereIsAnotherPlaceForEachImage() throws Exception {
        List<SynthesizedImage> images = images(draft(6, 7, on(PHOTO, Region.SOMEWHERE)));
        for (SynthesizedImage image : images) {
            PixelMask mask = DefectShape.somewhere(40, 30, GaussianDenoiser.SHAPE, 7 + image.index())
                    .mask(40, 30);
            assertOutsideIsThePhotos(mask, pixels(image));
            assertNotEquals(PHOTO, pixels(image));
            CanvasRecipe canvas = Objects.requireNonNull(image.recipe().canvas());
            assertTrue(canvas.isOf(mask));
            assertEquals(Region.SOMEWHERE, canvas.region());
            PixelMask changed = Objects.requireNonNull(image.changed());
            assertEquals(40, changed.width());
        }
        assertEquals(
                6,
                images.stream()
                        .map(image ->
                                Objects.requireNonNull(image.recipe().canvas()).maskSha256())
                        .distinct()
                        .count());
        SynthesizedImage alone =
                images(draft(1, 10, on(PHOTO, Region.SOMEWHERE))).get(0);
        assertEquals(pixels(images.get(3)), pixels(alone), "an image depends on its own seed alone");
    }

    @Test
    void theRecipeDrawsItAgainWithoutAMask() throws Exception {
        for (Region region : List.of(Region.SOMEWHERE, new Region.Box(3, 4, 9, 10))) {
            SynthesizedImage image = images(draft(2, 20, on(PHOTO, region))).get(1);
            Recipe recipe = RecipeText.parse(RecipeText.of(image));
            assertEquals(image.recipe(), recipe);
            SynthesizedImage again = get(synthesizer.replay(recipe, PHOTO, null, SynthesisListener.NONE))
                    .get(0);
            assertEquals(pixels(image), pixels(again));
            assertEquals(image.recipe(), again.recipe());
            assertEquals(image.changed(), again.changed());
        }
    }

    @Test
    void aMaskThatARegionDoesNotGiveIsRefused() throws Exception {
        Recipe recipe = images(draft(1, 20, on(PHOTO, Region.SOMEWHERE))).get(0).recipe();
        String sha256 =
                Objects.requireNonNull(Objects.requireNonNull(recipe.canvas()).maskSha256());
        String text = RecipeText.of(
                        images(draft(1, 20, on(PHOTO, Region.SOMEWHERE))).get(0))
                .get(RecipeText.KEYWORD);
        Recipe other = RecipeText.parse(java.util.Map.of(
                RecipeText.KEYWORD, Objects.requireNonNull(text).replace(sha256, "0".repeat(64))));
        assertRefused("region", () -> synthesizer.replay(other, PHOTO, null, SynthesisListener.NONE));
    }

    @Test
    void theGuardsNewAttemptPaintsIntoTheSamePlace() throws Exception {
        PixelImage small = grain(16, 16);
        PixelImage painted = pixels(images(draft(1, 7, new CanvasDraft(small, null, Region.SOMEWHERE, null, null, 0L)))
                .get(0));
        try (ModelSynthesizer guarded = synthesizer(ToyModels.trainedOn(List.of(painted)))) {
            SynthesizedImage anew = get(guarded.submit(
                            guarded.check(draft(1, 7, new CanvasDraft(small, null, Region.SOMEWHERE, null, null, 0L))),
                            SynthesisListener.NONE))
                    .get(0);
            assertTrue(anew.released().attempt() > 0, "expected a copy to be drawn anew");
            assertTrue(Objects.requireNonNull(anew.recipe().canvas())
                    .isOf(DefectShape.somewhere(16, 16, GaussianDenoiser.SHAPE, 7)
                            .mask(16, 16)));
            Recipe recipe = RecipeText.parse(RecipeText.of(anew));
            assertEquals(
                    pixels(anew),
                    pixels(get(guarded.replay(recipe, small, null, SynthesisListener.NONE))
                            .get(0)));
        }
    }

    @Test
    void aHoldoutPhotoAroundAnImagesOwnPlaceIsRefused() throws Exception {
        PixelImage holdout = drawn(50, 0);
        try (ModelSynthesizer guarded = synthesizer(ToyModels.heldOut(List.of(holdout)))) {
            assertRefused("init_image", () -> guarded.check(draft(4, 7, on(holdout, Region.SOMEWHERE))));
        }
    }

    @Test
    void refusesWhatCannotBeAPart() {
        for (Region.Box box : List.of(
                new Region.Box(-1, 2, 4, 4),
                new Region.Box(2, -1, 4, 4),
                new Region.Box(37, 2, 4, 4),
                new Region.Box(2, 27, 4, 4),
                new Region.Box(2, 2, 0, 4),
                new Region.Box(2, 2, 4, 0),
                new Region.Box(2, 2, Integer.MAX_VALUE, 4),
                new Region.Box(2, 2, 17, 4),
                new Region.Box(2, 2, 16, 16))) {
            assertRefused("region", draft(on(PHOTO, box)));
        }
        PixelMask mask = new Region.Box(2, 2, 8, 8).mask(40, 30);
        assertRefused("region", draft(new CanvasDraft(PHOTO, mask, Region.SOMEWHERE, null, null, null)));
        assertRefused("init_image", draft(on(grain(15, 30), Region.SOMEWHERE)));
        byte[] samples = new byte[16 * 16 * 3];
        new Random(3).nextBytes(samples);
        PixelImage colours = new PixelImage(16, 16, 3, samples);
        assertRefused("init_image", draft(on(colours, Region.SOMEWHERE)));
    }

    @Test
    void aPartTooSmallToJudgeIsNamedAsTheRegion() throws Exception {
        try (ModelSynthesizer guarded = synthesizer(ToyModels.trainedOn(List.of(drawn(50, 0))))) {
            assertRefused("region", () -> guarded.check(draft(1, 7, on(PHOTO, new Region.Box(4, 4, 3, 3)))));
        }
    }

    private Runnable draft(CanvasDraft canvas) {
        return () -> synthesizer.check(draft(1, 7, canvas));
    }

    private static void assertRefused(String field, Runnable request) {
        SynthesisException refused = assertThrows(SynthesisException.class, request::run);
        assertEquals(SynthesisException.Code.INVALID_REQUEST, refused.code());
        assertTrue(
                refused.errors().stream().anyMatch(error -> error.field().equals(field)),
                "expected " + field + ", found " + refused.getMessage());
    }
}
