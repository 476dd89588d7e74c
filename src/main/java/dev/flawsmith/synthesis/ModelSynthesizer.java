package dev.flawsmith.synthesis;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The use case over a list of models, which it owns and closes. Thread-safe. */
public final class ModelSynthesizer implements Synthesizer {
    private final Map<String, ImageModel> models = new LinkedHashMap<>();
    private final RandomGenerator random;

    /**
     * @param models at least one, the default one first
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public ModelSynthesizer(List<? extends ImageModel> models) {
        this(models, new SecureRandom());
    }

    ModelSynthesizer(List<? extends ImageModel> models, RandomGenerator random) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("expected at least one model, found none");
        }
        for (ImageModel model : models) {
            if (this.models.put(model.description().name(), model) != null) {
                throw new IllegalArgumentException("expected models of different names, found two called "
                        + model.description().name());
            }
        }
        this.random = random;
    }

    @Override
    public List<ModelDescription> models() {
        return models.values().stream().map(ImageModel::description).toList();
    }

    @Override
    public Map<String, String> troubles() {
        Map<String, String> troubles = new LinkedHashMap<>();
        models.forEach((name, model) -> model.trouble().ifPresent(why -> troubles.put(name, why)));
        return troubles;
    }

    @Override
    public Map<String, Integer> images() {
        Map<String, Integer> images = new LinkedHashMap<>();
        models.forEach((name, model) -> images.put(name, model.images()));
        return images;
    }

    @Override
    public void listen(ModelListener listener) {
        models.values().forEach(model -> model.listen(listener));
    }

    @Override
    public SynthesisRequest check(RequestDraft draft) {
        RequestCheck check = new RequestCheck(draft);
        String name = Optional.ofNullable(draft.model()).orElseGet(this::defaultModel);
        ImageModel model = models.get(name);
        if (model == null) {
            throw check.unknownModel(name, List.copyOf(models.keySet()));
        }
        SynthesisRequest request = check.against(model.description(), random);
        model.check(request);
        return request;
    }

    @Override
    public List<String> warnings(SynthesisRequest request) {
        return model(request.model()).warnings(request);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
        return model(request.model()).submit(request, 0, listener);
    }

    @Override
    public Synthesis submitBatch(SynthesisRequest request, SynthesisListener listener) {
        return model(request.model()).submitBatch(request, listener);
    }

    /**
     * Draws a recipe's image again, from its own attempt on. The same weights, engine and bucket give the same pixels:
     * the answer's recipe tells which engine and bucket ran now.
     *
     * @throws SynthesisException as {@link #check} and {@link #submit}; {@code INVALID_REQUEST}, too, if the model's
     *     weights are not the recipe's
     */
    public Synthesis replay(Recipe recipe, SynthesisListener listener) {
        return replay(recipe, null, null, listener);
    }

    /**
     * As {@link #replay(Recipe, SynthesisListener)}, of an image that was drawn on a photo.
     *
     * @param photo that it was drawn on; null for none
     * @param mask what of it was drawn anew; null for all of it, and where the recipe holds a region
     * @throws SynthesisException as above; {@code INVALID_REQUEST}, too, if photo or mask are not the recipe's
     */
    public Synthesis replay(
            Recipe recipe, @Nullable PixelImage photo, @Nullable PixelMask mask, SynthesisListener listener) {
        SynthesisRequest request = check(recipe.toDraft().on(recipe.canvas(photo, mask)));
        recipe.requireMask(request.canvas());
        ImageModel model = model(request.model());
        String found = model.description().sha256();
        if (!found.equals(recipe.modelSha256())) {
            throw Failures.invalid(
                    "model_sha256",
                    "expected a model " + request.model() + " with SHA-256 " + recipe.modelSha256() + ", found "
                            + found);
        }
        if (recipe.attempt() > Guard.MAX_ATTEMPTS) {
            throw Failures.invalid(
                    "attempt", "expected an attempt from 0 to " + Guard.MAX_ATTEMPTS + ", found " + recipe.attempt());
        }
        return model.submit(request, recipe.attempt(), listener);
    }

    @Override
    public void close() {
        RuntimeException first = null;
        for (ImageModel model : models.values()) {
            try {
                model.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private String defaultModel() {
        return models.keySet().iterator().next();
    }

    private ImageModel model(String name) {
        ImageModel model = models.get(name);
        if (model == null) {
            throw new SynthesisException(
                    Code.UNKNOWN_MODEL, "model: " + Suggestion.oneOf(List.copyOf(models.keySet()), name));
        }
        return model;
    }
}
