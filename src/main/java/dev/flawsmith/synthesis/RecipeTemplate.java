package dev.flawsmith.synthesis;

import dev.flawsmith.image.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Writes the recipes of one request's images.
 *
 * @param bucket rows of every network call where the model runs bitwise, else 0
 * @param photoSha256 of the photo that the images are drawn on, hashed once for all; null for none
 */
record RecipeTemplate(
        SynthesisRequest request,
        ModelDescription model,
        int bucket,
        @Nullable String photoSha256) {
    RecipeTemplate(SynthesisRequest request, ModelDescription model, int bucket) {
        this(
                request,
                model,
                bucket,
                request.canvas() == null ? null : Sha256.hex(request.canvas().photo()));
    }

    /** Of an image on no photo. */
    Recipe forImage(int index, int attempt) {
        return forImage(index, attempt, null);
    }

    Recipe forImage(int index, int attempt, @Nullable CanvasRecipe canvas) {
        return new Recipe(
                model.name(),
                model.sha256(),
                request.className(),
                request.prompt(),
                request.negativePrompt(),
                request.seed() + index,
                attempt,
                request.steps(),
                request.sampler(),
                request.guidanceScale(),
                request.guidanceInterval(),
                request.guidanceRescale(),
                request.guard(),
                model.engine(),
                bucket,
                canvas);
    }
}
