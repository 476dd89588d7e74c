package dev.flawsmith.evaluation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.flawsmith.evaluation.pixels.PixelComparison;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found, with everything needed to do it again. Figures of different encoders or protocols do not
 * compare.
 *
 * @param encoder its name, or {@code given}
 * @param protocol how an image became its input
 * @param encoderSha256 of whatever decides the features
 * @param dimension numbers a feature
 * @param fidelity the reference against the whole synthetic set
 * @param kidPerClass by class; empty where classes are unknown
 * @param floor other real images in the place of the synthetic ones; null if none were given
 * @param pixels without an encoder; null for arrays and for images that are too small
 * @param reference what was compared
 * @param synthetic with what
 * @param seed of all randomness
 * @param warnings what the reader must know, in sentences
 */
public record EvaluationReport(
        String encoder,
        String protocol,
        String encoderSha256,
        int dimension,
        @JsonUnwrapped Fidelity fidelity,
        Map<String, ClassKernelDistance> kidPerClass,
        @Nullable Floor floor,
        @Nullable PixelComparison pixels,
        SetSummary reference,
        SetSummary synthetic,
        long seed,
        List<String> warnings) {
    public EvaluationReport {
        kidPerClass = Collections.unmodifiableMap(new TreeMap<>(kidPerClass)); // in one order, always
        warnings = List.copyOf(warnings);
    }

    /**
     * A set that was compared.
     *
     * @param name the folder or array, as given
     * @param n images
     * @param contentSha256 of its images in order, or of the array
     * @param classes images of each class; empty where classes are unknown
     */
    public record SetSummary(String name, int n, String contentSha256, Map<String, Integer> classes) {}

    /**
     * Real against real: what a perfect generator would score. Both the real images here and the synthetic ones in
     * {@code matched} are drawn to one number and one class mix, and compared with the same whole reference: only these two
     * may be set side by side.
     *
     * @param fidelity the reference against these other real images
     * @param matched the reference against as many synthetic ones
     * @param frechetRatio the matched Fréchet distance over the floor's; null where the floor is 0
     * @param perClass how many of each class were drawn; empty where classes are unknown
     * @param pixels real against other real images, all of them, on their pixels; null as above
     * @param set the other real images
     */
    public record Floor(
            @JsonUnwrapped Fidelity fidelity,
            Fidelity matched,
            @Nullable Double frechetRatio,
            Map<String, Integer> perClass,
            @Nullable PixelComparison pixels,
            SetSummary set) {}
}
