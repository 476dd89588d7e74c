package dev.flawsmith.http.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.MemorizationBody;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a generation or an edit as OpenAI's clients read it; public for the description of the API. */
public record GenerationBody(
        @JsonPropertyDescription("Seconds since 1970.") long created,

        @JsonPropertyDescription("The images, in order of their index.")
        List<Image> data,

        @JsonPropertyDescription("opaque.") String background,
        @JsonPropertyDescription("png.") String outputFormat,

        @JsonPropertyDescription("auto or standard, as it was asked.")
        String quality,

        @JsonPropertyDescription("The model's own, such as 64x64; of an edit with a mask the image's.")
        String size,

        @JsonPropertyDescription("Zeros: nothing is counted in tokens.")
        Usage usage) {
    static GenerationBody of(long created, List<Image> data, Generation.Look look) {
        return new GenerationBody(
                created, data, look.background(), look.outputFormat(), look.quality(), look.size(), Usage.NONE);
    }

    /** One image; what OpenAI has not comes last. */
    record Image(
            @JsonPropertyDescription("The PNG in Base64; left out where url is answered.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String b64Json,

            @JsonPropertyDescription("Where the PNG is kept for a while; left out where b64_json is answered.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String url,

            @JsonPropertyDescription("Always null: prompts are taken as they are.") @Nullable
            String revisedPrompt,

            @JsonPropertyDescription("What this server knows of it; ours.")
            Facts flawsmith) {}

    /** What this server knows of an image. */
    record Facts(
            @JsonPropertyDescription("What GET /v1/images/{id} takes, while the image is kept.")
            String id,

            @JsonPropertyDescription("Its place in the request, from 0.")
            int index,

            @JsonPropertyDescription("Its own seed, which draws it again alone.")
            long seed,

            @JsonPropertyDescription("How often the guard had it drawn anew.")
            int attempt,

            @JsonPropertyDescription("The class it was asked as; null with a prompt.") @JsonProperty("class") @Nullable
            String className,

            @JsonPropertyDescription("Of the PNG, in hex.") String sha256,

            @JsonPropertyDescription("What to know of how it was drawn: that a prompt was not read to its end, say.")
            List<String> warnings,

            @JsonPropertyDescription("How it stands to the training photos.")
            MemorizationBody memorization) {
        static Facts of(SynthesizedImage image, PngFile png, String id) {
            return new Facts(
                    id,
                    image.index(),
                    image.recipe().seed(),
                    image.released().attempt(),
                    image.recipe().className(),
                    png.sha256(),
                    image.warnings(),
                    MemorizationBody.of(image.released().verdict()));
        }
    }

    /** Tokens, of which there are none: nothing here is counted or billed by them. Clients want the fields. */
    record Usage(
            @JsonPropertyDescription("0.") int inputTokens,
            @JsonPropertyDescription("Zeros.") Details inputTokensDetails,
            @JsonPropertyDescription("0.") int outputTokens,
            @JsonPropertyDescription("0.") int totalTokens) {
        static final Usage NONE = new Usage(0, new Details(0, 0), 0, 0);

        /** Tokens by what they were made of. */
        record Details(
                @JsonPropertyDescription("0.") int imageTokens,
                @JsonPropertyDescription("0.") int textTokens) {}
    }
}
