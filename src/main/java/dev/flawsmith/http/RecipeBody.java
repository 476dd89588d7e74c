package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.Recipe;
import org.jspecify.annotations.Nullable;

/** All that determines an image's pixels, as JSON. */
public record RecipeBody(
        String model,
        String modelSha256,
        @JsonProperty("class") @Nullable String className,
        @Nullable String prompt,
        long seed,
        int attempt,
        int steps,
        String sampler,
        double guidanceScale,
        GuidanceInterval guidanceInterval,
        double guidanceRescale,
        String guard,
        String engine,
        int bucket) {
    /** That of a recipe. */
    public static RecipeBody of(Recipe recipe) {
        return new RecipeBody(
                recipe.model(),
                recipe.modelSha256(),
                recipe.className(),
                recipe.prompt(),
                recipe.seed(),
                recipe.attempt(),
                recipe.steps(),
                recipe.sampler(),
                recipe.guidanceScale(),
                recipe.guidanceInterval(),
                recipe.guidanceRescale(),
                recipe.guard().wireName(),
                recipe.engine(),
                recipe.bucket());
    }
}
