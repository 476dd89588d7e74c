package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
record ModelsBody(
        @JsonPropertyDescription("list.") String object,

        @JsonPropertyDescription("The models, the default one first.")
        List<Model> data,

        @JsonPropertyDescription("The most that one request may ask for.")
        Limits limits,

        @JsonPropertyDescription("Whether GET /v1/photos/… shows the photos that images are compared with.")
        boolean photos) {
    /**
     * One model.
     *
     * @param id its name
     * @param created when the server opened it, in seconds since 1970
     * @param files what {@code GET /v1/models/{id}/files/…} has of it
     */
    record Model(
            @JsonPropertyDescription("Its name, as requests give it.")
            String id,

            @JsonPropertyDescription("model.") String object,

            @JsonPropertyDescription("When the server opened it, in seconds since 1970.")
            long created,

            @JsonPropertyDescription("flawsmith.") String ownedBy,
            @JsonPropertyDescription("Of the package.") String version,

            @JsonPropertyDescription("What draws: pixel, latent, one-step, vae or procedural.")
            String kind,

            @JsonPropertyDescription("Of its weights, in hex.")
            String sha256,

            @JsonPropertyDescription("Pixels.") int width,
            @JsonPropertyDescription("Pixels.") int height,

            @JsonPropertyDescription("1 for grey, 3 for colour.")
            int channels,

            @JsonPropertyDescription("What it can be asked for.")
            List<String> classes,

            @JsonPropertyDescription("Whether it takes prompts.")
            boolean takesPrompt,

            @JsonPropertyDescription("Whether it draws on photos.")
            boolean takesPhoto,

            @JsonPropertyDescription("Samplers that it can run; empty for a model without steps.")
            List<String> samplers,

            @JsonPropertyDescription("The sampler where none is asked for.") @Nullable
            String defaultSampler,

            @JsonPropertyDescription("Sampler steps where none are asked for.")
            int defaultSteps,

            @JsonPropertyDescription("Guidance where none is asked for.")
            double defaultGuidanceScale,

            @JsonPropertyDescription("Where guidance applies where nothing is asked for.")
            GuidanceInterval defaultGuidanceInterval,

            @JsonPropertyDescription("Rescaling where none is asked for.")
            double defaultGuidanceRescale,

            @JsonPropertyDescription("How many photos images are compared with, thresholds and levels.")
            String guard,

            @JsonPropertyDescription("What runs the network.")
            String engine,

            @JsonPropertyDescription("What the engines were measured at here; null where nothing was.") @Nullable
            EngineCalibration calibration,

            @JsonPropertyDescription("What else to know; null for nothing.") @Nullable
            String note,

            @JsonPropertyDescription("What GET /v1/models/{id}/files/… has of it.")
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
                    model.takesPhoto(),
                    model.samplers(),
                    model.defaultSampler(),
                    model.defaultSteps(),
                    model.defaultGuidanceScale(),
                    model.defaultGuidanceInterval(),
                    model.defaultGuidanceRescale(),
                    model.guard(),
                    model.engine(),
                    model.calibration(),
                    model.note(),
                    files);
        }
    }

    /** The most that one request may ask for. */
    record Limits(
            @JsonPropertyDescription("Images.") int n,
            @JsonPropertyDescription("Sampler steps.") int steps,

            @JsonPropertyDescription("Characters of a prompt.")
            int promptCharacters) {}

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
