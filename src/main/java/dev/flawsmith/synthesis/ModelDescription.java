package dev.flawsmith.synthesis;

import dev.flawsmith.model.ImageShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may ask of a model.
 *
 * @param name unique in the server
 * @param version the model's own version
 * @param kind {@code pixel}, {@code latent}, {@code one-step}, {@code vae} or {@code procedural}
 * @param sha256 hash that names the weights, of a model from elsewhere all that determines its images; of the generator's version for a model without weights
 * @param shape shape of an image
 * @param classes class names, in the network's order
 * @param takesPrompt whether a free text prompt is understood
 * @param samplers names of the samplers it can run, empty for a model without steps
 * @param defaultSampler null for a model without steps
 * @param defaultSteps 0 for a model without steps
 * @param defaultGuidanceScale 1 is no guidance
 * @param defaultGuidanceInterval where guidance applies
 * @param defaultGuidanceRescale 0 is no rescaling
 * @param guard one sentence: how its images are checked, at what level, with what bound
 * @param engine which engine and device run it
 * @param calibration what the engines were measured at on this machine; null where nothing was measured
 * @param karras whether its samplers visit the levels of Karras et al. 2022, eq. 5
 * @param encodes whether photos become what its network works on: pixels do, latents where there is an encoder
 * @param note what else whoever asks it should know; null for nothing
 */
public record ModelDescription(
        String name,
        String version,
        String kind,
        String sha256,
        ImageShape shape,
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
        boolean karras,
        boolean encodes,
        @Nullable String note) {
    public ModelDescription {
        classes = List.copyOf(classes);
        samplers = List.copyOf(samplers);
    }

    /** Whether it can be asked to draw on a photo: it has steps, and photos become what its network works on. */
    public boolean takesPhoto() {
        return defaultSampler != null && encodes;
    }

    /** With guidance everywhere, not rescaled; of a model with Karras' levels whose engine was not measured. */
    public ModelDescription(
            String name,
            String version,
            String kind,
            String sha256,
            ImageShape shape,
            List<String> classes,
            boolean takesPrompt,
            List<String> samplers,
            @Nullable String defaultSampler,
            int defaultSteps,
            double defaultGuidanceScale,
            String guard,
            String engine) {
        this(
                name,
                version,
                kind,
                sha256,
                shape,
                classes,
                takesPrompt,
                samplers,
                defaultSampler,
                defaultSteps,
                defaultGuidanceScale,
                GuidanceInterval.EVERYWHERE,
                0,
                guard,
                engine,
                null,
                true,
                true,
                null);
    }
}
