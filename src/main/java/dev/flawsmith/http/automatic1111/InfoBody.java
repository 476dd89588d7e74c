package dev.flawsmith.http.automatic1111;

import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@code info} says of the images of an answer, as a JSON string; lists have an entry for each image in it. */
record InfoBody(
        String prompt,
        List<String> allPrompts,
        String negativePrompt,
        List<String> allNegativePrompts,
        long seed,
        List<Long> allSeeds,
        long subseed,
        List<Long> allSubseeds,
        double subseedStrength,
        int width,
        int height,
        String samplerName,
        double cfgScale,
        int steps,
        int batchSize,
        boolean restoreFaces,
        @Nullable String faceRestorationModel,
        String sdModelName,
        String sdModelHash,
        @Nullable String sdVaeName,
        @Nullable String sdVaeHash,
        int seedResizeFromW,
        int seedResizeFromH,
        @Nullable Double denoisingStrength,
        Map<String, String> extraGenerationParams,
        int indexOfFirstImage,
        List<String> infotexts,
        List<String> styles,
        String jobTimestamp,
        int clipSkip,
        boolean isUsingInpaintingConditioning) {
    static InfoBody of(Txt2Img asked, Job job, List<SynthesizedImage> images) {
        SynthesisRequest request = asked.request();
        int n = images.size();
        String prompt =
                Objects.requireNonNullElse(request.prompt(), Objects.requireNonNullElse(request.className(), ""));
        String negative = Objects.requireNonNullElse(request.negativePrompt(), "");
        return new InfoBody(
                prompt,
                Collections.nCopies(n, prompt),
                negative,
                Collections.nCopies(n, negative),
                request.seed(),
                images.stream().map(image -> image.recipe().seed()).toList(),
                -1,
                Collections.nCopies(n, -1L),
                0,
                request.canvas() == null
                        ? asked.model().shape().width()
                        : request.canvas().photo().width(),
                request.canvas() == null
                        ? asked.model().shape().height()
                        : request.canvas().photo().height(),
                SamplerNames.nameOf(request.sampler()),
                request.guidanceScale(),
                request.steps(),
                asked.batchSize(),
                false,
                null,
                asked.model().name(),
                Checkpoint.shortHash(asked.model().sha256()),
                null,
                null,
                -1,
                -1,
                request.canvas() == null ? null : (Double) request.canvas().strength(),
                warnings(images),
                0,
                images.stream()
                        .map(image -> Infotext.of(image, asked.model().karras()))
                        .toList(),
                List.of(),
                ProgressBody.timestamp(job),
                1,
                false);
    }

    /** Those of all images are the same: they are of the prompts. */
    private static Map<String, String> warnings(List<SynthesizedImage> images) {
        return images.isEmpty() || images.get(0).warnings().isEmpty()
                ? Map.of()
                : Map.of("Warning", String.join("; ", images.get(0).warnings()));
    }
}
