package dev.flawsmith.http;

import dev.flawsmith.synthesis.ModelDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image is to show, out of a dialect's one field for it: a prompt that is exactly one of the model's classes is
 * that class; any other is a prompt, for a model that takes prompts, and no class, for one that does not. At most one of
 * both is not null.
 */
public record Subject(@Nullable String className, @Nullable String prompt) {
    /**
     * Reads a prompt.
     *
     * @param models on offer, the default one first
     * @param model the one that was asked for; null is the default one; an unknown one takes any prompt
     */
    public static Subject of(List<ModelDescription> models, @Nullable String model, @Nullable String prompt) {
        ModelDescription asked = find(models, model);
        if (asked == null || prompt == null) {
            return new Subject(null, prompt);
        }
        return asked.classes().contains(prompt) || !asked.takesPrompt()
                ? new Subject(prompt, null)
                : new Subject(null, prompt);
    }

    /** The model of a name, null being the default one; null if there is none of it. */
    public static @Nullable ModelDescription find(List<ModelDescription> models, @Nullable String name) {
        return models.stream()
                .filter(model -> name == null || model.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
