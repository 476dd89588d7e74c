package dev.flawsmith.http;

import dev.flawsmith.synthesis.EngineCalibration;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models on offer, the default one first, in the OpenAI API's list form with our own fields beside.
 *
 * @param photos whether {@code GET /v1/photos/…} shows the photos that images are compared with
 */
record ModelsBody(String object, List<Model> data, Limits limits, boolean photos) {
    /**
     * One model.
     *
     * @param id its name
     * @param created when the server opened it, in seconds since 1970
     * @param files what {@code GET /v1/models/{id}/files/…} has of it
     */
    record Model(
            String id,
            String object,
            long created,
            String ownedBy,
            String version,
            String kind,
            String sha256,
            int width,
            int height,
            int channels,
            List<String> classes,
            boolean takesPrompt,
            List<String> samplers,
            @Nullable String defaultSampler,
            int defaultSteps,
            double defaultGuidanceScale,
            GuidanceInterval defaultGuidanceInterval,
            double defaultGuidanceRescale,
            String guard,
            String engine,
            @Nullable EngineCalibration calibration,
            List<String> files) {
        static Model of(ModelDescription model, long created, List<String> files) {
            return new Model(
                    model.name(),
                    "model",
                    created,
                    "flawsmith",
                    model.version(),
                    model.kind(),
                    model.sha256(),
                    model.shape().width(),
                    model.shape().height(),
                    model.shape().channels(),
                    model.classes(),
                    model.takesPrompt(),
                    model.samplers(),
                    model.defaultSampler(),
                    model.defaultSteps(),
                    model.defaultGuidanceScale(),
                    model.defaultGuidanceInterval(),
                    model.defaultGuidanceRescale(),
                    model.guard(),
                    model.engine(),
                    model.calibration(),
                    files);
        }
    }

    /** The most that one request may ask for. */
    record Limits(int n, int steps, int promptCharacters) {}

    static ModelsBody of(List<ModelDescription> models, long created, Exhibits exhibits) {
        return new ModelsBody(
                "list",
                models.stream()
                        .map(model -> Model.of(model, created, exhibits.files(model.name())))
                        .toList(),
                new Limits(SynthesisRequest.MAX_IMAGES, SynthesisRequest.MAX_STEPS, SynthesisRequest.MAX_PROMPT),
                exhibits.photos() != null);
    }
}
