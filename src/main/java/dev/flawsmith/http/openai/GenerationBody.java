package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.http.MemorizationBody;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a generation as OpenAI's clients read it.
 *
 * @param created seconds since 1970
 */
record GenerationBody(
        long created,
        List<Image> data,
        String background,
        String outputFormat,
        String quality,
        String size,
        Usage usage) {
    static GenerationBody of(long created, List<Image> data, Generation.Look look) {
        return new GenerationBody(
                created, data, look.background(), look.outputFormat(), look.quality(), look.size(), Usage.NONE);
    }

    /**
     * One image; what OpenAI has not comes last.
     *
     * @param b64Json the PNG in Base64; left out where {@code url} is answered
     * @param revisedPrompt always null: prompts are taken as they are
     */
    record Image(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String b64Json,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String url,

            @Nullable String revisedPrompt,
            Facts flawsmith) {}

    /**
     * What this server knows of an image.
     *
     * @param id what {@code GET /v1/images/{id}} takes
     * @param sha256 of the PNG
     */
    record Facts(
            String id,
            int index,
            long seed,
            int attempt,
            @JsonProperty("class") @Nullable String className,
            String sha256,
            MemorizationBody memorization) {
        static Facts of(SynthesizedImage image, PngFile png, String id) {
            return new Facts(
                    id,
                    image.index(),
                    image.recipe().seed(),
                    image.released().attempt(),
                    image.recipe().className(),
                    png.sha256(),
                    MemorizationBody.of(image.released().verdict()));
        }
    }

    /** Tokens, of which there are none: nothing here is counted or billed by them. Clients want the fields. */
    record Usage(int inputTokens, Details inputTokensDetails, int outputTokens, int totalTokens) {
        static final Usage NONE = new Usage(0, new Details(0, 0), 0, 0);

        record Details(int imageTokens, int textTokens) {}
    }
}
