package dev.flawsmith.augmentation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One image of a dataset, as its manifest tells of it.
 *
 * @param index its number, from 0; real photos follow the synthetic ones
 * @param file {@code <class>/<number>.png} below {@code images/}
 * @param className its label
 * @param split {@code train}, {@code validation} or {@code test}
 * @param origin {@code synthetic} or {@code real}
 * @param model null for a real photo
 * @param prompt null where it was drawn from its class
 * @param candidate which of its candidates it is, from 0
 * @param attempt which of the guard's attempts at that candidate
 * @param verdict the guard's: {@code clear}, {@code too_close}, {@code not_checked}
 * @param distance to the nearest training photo; null where nothing was compared
 * @param p conformal p of that
 * @param quality probability that the classifier gives its class; null without one
 * @param rejected candidates that were refused before it, by reason
 * @param sha256 of the PNG file
 * @param maskSha256 of the mask's PNG file; null without one
 * @param pixelsSha256 of its samples
 * @param engine that drew it
 * @param bucket rows of a network call
 * @param source of a real photo: its name in its own folder
 * @param painted of an image that was painted into a photo; null for others
 * @param measured attributes
 */
@JsonPropertyOrder({"index", "file", "class", "split", "origin", "model", "prompt", "seed", "candidate", "attempt"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetImage(
        long index,
        String file,
        @JsonProperty("class") String className,
        String split,
        String origin,
        @Nullable String model,
        @Nullable String prompt,
        @Nullable Long seed,
        int candidate,
        int attempt,
        @Nullable String verdict,
        @Nullable Double distance,
        @Nullable Double p,
        @Nullable Double quality,
        Map<Rejection, Integer> rejected,
        String sha256,
        @JsonProperty("mask_sha256") @Nullable String maskSha256,
        @JsonProperty("pixels_sha256") String pixelsSha256,
        @Nullable String engine,
        @Nullable Integer bucket,
        @Nullable String source,
        @Nullable Painted painted,
        Map<Attribute, Double> measured) {
    /**
     * What an image was painted onto.
     *
     * @param photo its name below the spec's folder
     * @param photoSha256 of that file
     * @param normal its pixels as the dataset keeps them, below {@code normal/}, under the number of the first image that
     *     was painted onto it
     * @param normalSha256 of that file
     * @param changed pixels that stand out from it now, those of the mask
     */
    @JsonPropertyOrder({"photo", "photo_sha256", "normal", "normal_sha256", "changed"})
    public record Painted(
            String photo,
            @JsonProperty("photo_sha256") String photoSha256,
            String normal,
            @JsonProperty("normal_sha256") String normalSha256,
            int changed) {}

    static final String SYNTHETIC = "synthetic";
    static final String REAL = "real";

    boolean synthetic() {
        return origin.equals(SYNTHETIC);
    }
}
