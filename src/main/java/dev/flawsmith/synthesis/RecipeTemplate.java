package dev.flawsmith.synthesis;

/**
 * Writes the recipes of one request's images.
 *
 * @param bucket rows of every network call where the model runs bitwise, else 0
 */
record RecipeTemplate(SynthesisRequest request, ModelDescription model, int bucket) {
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
                bucket);
    }
}
