package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.synthesis.CanvasRecipe;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.Recipe;
import org.jspecify.annotations.Nullable;

/** All that determines an image's pixels, as JSON. */
public record RecipeBody(
        @JsonPropertyDescription("The model's name.") String model,
        @JsonPropertyDescription("Of its weights, in hex.") String modelSha256,

        @JsonPropertyDescription("The class; null with a prompt.") @JsonProperty("class") @Nullable
        String className,

        @JsonPropertyDescription("The prompt; null with a class.") @Nullable
        String prompt,

        @JsonPropertyDescription("What guidance led away from; null for no prompt.") @Nullable
        String negativePrompt,

        @JsonPropertyDescription("The image's own seed.") long seed,

        @JsonPropertyDescription("Which of the guard's attempts.")
        int attempt,

        @JsonPropertyDescription("Sampler steps.") int steps,
        @JsonPropertyDescription("The sampler.") String sampler,

        @JsonPropertyDescription("Classifier-free guidance; 1 is none.")
        double guidanceScale,

        @JsonPropertyDescription("[low, high]: where guidance applied; null for high is no upper end.")
        GuidanceInterval guidanceInterval,

        @JsonPropertyDescription("How far contrast was led back, 0 to 1.")
        double guidanceRescale,

        @JsonPropertyDescription("The guard's policy: resample, flag, block or off.")
        String guard,

        @JsonPropertyDescription("What ran the network.") String engine,

        @JsonPropertyDescription("Rows of every call with bitwise; 0 without.")
        int bucket,

        @JsonPropertyDescription("The photo that it was drawn on; null for none.") @Nullable
        CanvasBody initImage) {
    /** A photo that was drawn on. */
    public record CanvasBody(
            @JsonPropertyDescription("Of its samples, row by row, in hex.")
            String sha256,

            @JsonPropertyDescription("Of the mask, a byte a pixel, 0 or 1, in hex; null without one.") @Nullable
            String maskSha256,

            @JsonPropertyDescription("How the mask was told, if it was told by a region; it gives the mask again.")
            @Nullable
            RegionBody region,

            @JsonPropertyDescription("Share of the steps that were done.")
            double strength,

            @JsonPropertyDescription("How often steps were done.")
            int repaintPasses,

            @JsonPropertyDescription("Pixels over which the mask fades.")
            int seam) {
        static @Nullable CanvasBody of(@Nullable CanvasRecipe canvas) {
            return canvas == null
                    ? null
                    : new CanvasBody(
                            canvas.photoSha256(),
                            canvas.maskSha256(),
                            RegionBody.of(canvas.region()),
                            canvas.strength(),
                            canvas.passes(),
                            canvas.seam());
        }
    }

    /** That of a recipe. */
    public static RecipeBody of(Recipe recipe) {
        return new RecipeBody(
                recipe.model(),
                recipe.modelSha256(),
                recipe.className(),
                recipe.prompt(),
                recipe.negativePrompt(),
                recipe.seed(),
                recipe.attempt(),
                recipe.steps(),
                recipe.sampler(),
                recipe.guidanceScale(),
                recipe.guidanceInterval(),
                recipe.guidanceRescale(),
                recipe.guard().wireName(),
                recipe.engine(),
                recipe.bucket(),
                CanvasBody.of(recipe.canvas()));
    }
}
