package dev.flawsmith.cli;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.CanvasRecipe;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Draws a PNG's image again from the recipe inside it, with the engine, threads and bucket of then, and compares. */
final class Replay {
    /** Grey levels that arithmetic in another order may move a pixel by. */
    static final int TOLERANCE = 1;

    private final ModelLibrary library;
    private final @Nullable String model;
    private final ImageFiles files;
    private final Trust trust;

    /**
     * @param model a name or folder to use instead of the recipe's; null for the recipe's
     * @param trust in models from elsewhere
     */
    Replay(ModelLibrary library, @Nullable String model, ImageFiles files, Trust trust) {
        this.library = library;
        this.model = model;
        this.files = files;
        this.trust = trust;
    }

    /**
     * What {@code --json} prints.
     *
     * @param maxDifference most grey levels that any sample is off by; 0 where the pixels are the same
     */
    record Result(
            List<GeneratedImage> images,
            double seconds,
            double imagesPerSecond,
            boolean samePixels,
            int maxDifference,
            String recordedEngine,
            String engine) {
        boolean agrees() {
            return maxDifference <= TOLERANCE;
        }

        String text() {
            String engines =
                    engine.equals(recordedEngine) ? "" : " (recorded on " + recordedEngine + ", now on " + engine + ")";
            return samePixels
                    ? "the same pixels" + engines
                    : "other pixels: up to " + maxDifference + " of 255 levels apart" + engines;
        }
    }

    /**
     * Draws it.
     *
     * @param photo that it was drawn on; null for none
     * @param masks what may be meant of that photo
     */
    Result run(Path file, @Nullable PixelImage photo, List<PixelMask> masks) throws IOException {
        PixelImage recorded;
        Recipe recipe;
        try {
            byte[] png = Files.readAllBytes(file);
            recipe = RecipeText.parse(Png.readText(png));
            recorded = Png.decode(png);
        } catch (UnreadableImageException e) {
            throw new InputException("replay", "replay: " + file + ": " + e.getMessage(), e);
        } catch (SynthesisException e) {
            throw new InputException("replay", "replay: " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InputException("replay", "replay: expected a PNG that can be read, found " + file, e);
        }
        String name = model == null ? recipe.model() : model;
        Integer size = name.equals(ModelLibrary.PROCEDURAL) ? (Integer) recorded.width() : null;
        EngineWish wish = EngineWish.of(recipe.engine(), recipe.bucket()).with(trust);
        try (OpenModels opened =
                OpenModels.forGeneration(ModelChoice.find(library, name, size), BatchSetting.GENERATE, wish)) {
            long start = System.nanoTime();
            SynthesizedImage again = draw(opened, recipe, photo, meant(recipe, masks));
            double seconds = (System.nanoTime() - start) / 1e9;
            int difference = recorded.largestDifference(again.released().image());
            return new Result(
                    List.of(files.write(again)),
                    seconds,
                    1 / seconds,
                    difference == 0,
                    difference,
                    recipe.engine(),
                    again.recipe().engine());
        }
    }

    /** The mask of the recipe, if it is among them; else the first, which is then refused by name. A region needs none. */
    private static @Nullable PixelMask meant(Recipe recipe, List<PixelMask> masks) {
        CanvasRecipe canvas = recipe.canvas();
        if (masks.isEmpty() || (canvas != null && (canvas.maskSha256() == null || canvas.region() != null))) {
            return null;
        }
        return masks.stream()
                .filter(mask -> canvas != null && canvas.isOf(mask))
                .findFirst()
                .orElse(masks.get(0));
    }

    private static SynthesizedImage draw(
            OpenModels opened, Recipe recipe, @Nullable PixelImage photo, @Nullable PixelMask mask) {
        try {
            return opened.synthesizer()
                    .replay(recipe, photo, mask, SynthesisListener.NONE)
                    .images()
                    .join()
                    .get(0);
        } catch (CompletionException e) {
            throw Synthesis.failure(e);
        }
    }
}
