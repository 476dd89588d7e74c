package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.features.FeatureCache;
import dev.flawsmith.evaluation.features.FeatureSet;
import dev.flawsmith.evaluation.features.ImageForm;
import dev.flawsmith.evaluation.features.ImageSet;
import dev.flawsmith.evaluation.pixels.PixelComparison;
import dev.flawsmith.evaluation.pixels.PixelStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pixels of an evaluation's images: their sizes, and what is measured at the largest side that all of them have. */
final class PixelSide {
    private static final int LARGEST_SIDE = 256;
    private static final int LISTED = 5;

    private final FeatureCache cache;
    private final List<String> warnings = new ArrayList<>();
    private int side = LARGEST_SIDE;

    PixelSide(
            FeatureCache cache,
            EvaluationSource reference,
            EvaluationSource synthetic,
            @Nullable EvaluationSource floor) {
        this.cache = cache;
        String real = survey(reference);
        String generated = survey(synthetic);
        if (floor != null) {
            survey(floor);
        }
        if (real != null && generated != null && !real.equals(generated)) {
            warnings.add("most reference images are " + real + ", most synthetic ones " + generated
                    + ": the encoder resizes them by its protocol, and sharpness may differ by that alone");
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Null where a side is an array, or an image is too small. */
    @Nullable
    PixelComparison compare(EvaluationSource reference, @Nullable EvaluationSource other) {
        if (side < PixelStatistics.SMALLEST_SIDE
                || !(reference instanceof EvaluationSource.Images real)
                || !(other instanceof EvaluationSource.Images compared)) {
            return null;
        }
        try (PixelStatistics statistics = new PixelStatistics(side);
                FeatureSet left = cache.encode(real.set(), statistics);
                FeatureSet right = cache.encode(compared.set(), statistics)) {
            return PixelComparison.of(statistics.protocol(), left.rows(), right.rows());
        }
    }

    /** Notes the sizes of a set's images; returns the most frequent one. */
    private @Nullable String survey(EvaluationSource source) {
        if (!(source instanceof EvaluationSource.Images images)) {
            return null;
        }
        Map<String, Integer> sizes = sizes(images.set());
        List<String> frequent = sizes.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
        if (sizes.size() > 1) {
            warnings.add(images.set().name() + ": images of " + sizes.size() + " sizes: "
                    + frequent.stream()
                            .limit(LISTED)
                            .map(size -> size + " (" + sizes.get(size) + ")")
                            .collect(Collectors.joining(", "))
                    + (frequent.size() > LISTED ? ", …" : ""));
        }
        if (side < PixelStatistics.SMALLEST_SIDE) {
            warnings.add(images.set().name() + ": an image is smaller than " + PixelStatistics.SMALLEST_SIDE
                    + " pixels: nothing was measured on the pixels");
        }
        return frequent.get(0);
    }

    private Map<String, Integer> sizes(ImageSet set) {
        Map<String, Integer> sizes = new TreeMap<>();
        try (ImageForm form = new ImageForm();
                FeatureSet forms = cache.encode(set, form)) {
            for (int i = 0; i < forms.rows().rows(); i++) {
                float[] row = forms.rows().row(i);
                side = Math.min(side, (int) Math.min(row[0], row[1]));
                sizes.merge((int) row[0] + "x" + (int) row[1], 1, Integer::sum);
            }
        }
        return sizes;
    }
}
