package dev.flawsmith.evaluation.pixels;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mean power spectra of synthetic against real images: what a generator smooths away, or adds as noise or a grid, shows at
 * high frequencies and in no other metric.
 *
 * @param distanceDb root mean square of the differences of the log spectra, in decibels; null where a ring is empty of
 *     power on one side
 * @param synthesisToRealDb for each ring {@code 10 log10(synthetic / real)}; null where either is 0
 * @param upTo each ring's upper edge, in cycles a pixel
 */
public record SpectrumComparison(
        @Nullable Double distanceDb, List<@Nullable Double> synthesisToRealDb, List<Double> upTo) {

    static SpectrumComparison of(double[] real, double[] synthetic) {
        List<@Nullable Double> ratios = new ArrayList<>();
        List<Double> upTo = new ArrayList<>();
        double squares = 0;
        boolean complete = true;
        for (int band = 0; band < real.length; band++) {
            upTo.add(0.5 * (band + 1) / real.length);
            if (real[band] > 0 && synthetic[band] > 0) {
                double ratio = 10 * Math.log10(synthetic[band] / real[band]);
                squares += ratio * ratio;
                ratios.add(ratio);
            } else {
                complete = false;
                ratios.add(null);
            }
        }
        return new SpectrumComparison(complete ? Math.sqrt(squares / real.length) : null, ratios, upTo);
    }
}
