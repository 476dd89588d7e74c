package dev.flawsmith.synthesis;

import org.jspecify.annotations.Nullable;

/**
 * Writes the recipes of one request's images.
 *
 * @param bucket rows of every network call where the model runs bitwise, else 0
 * @param canvas what of the request's photo stands in them, hashed once for all
 */
record RecipeTemplate(
        SynthesisRequest request,
        ModelDescription model,
        int bucket,
        @Nullable CanvasRecipe canvas) {
    RecipeTemplate(SynthesisRequest request, ModelDescription model, int bucket) {
        this(
                request,
                model,
                bucket,
                request.canvas() == null ? null : request.canvas().recipe());
    }

    Recipe forImage(int index, int attempt) {
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
