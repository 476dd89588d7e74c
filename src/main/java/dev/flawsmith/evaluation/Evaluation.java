package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.EvaluationReport.Floor;
import dev.flawsmith.evaluation.EvaluationReport.SetSummary;
import dev.flawsmith.evaluation.features.FeatureCache;
import dev.flawsmith.evaluation.features.FeatureSet;
import dev.flawsmith.evaluation.pixels.PixelComparison;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.model.FeatureEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares synthetic with real images: features of each side, found in the cache or made, then every figure, then the same
 * for other real images as the floor. Same inputs, settings and number of BLAS threads: same numbers.
 */
public final class Evaluation {
    /** Sets up to this many numbers are read once and kept. */
    private static final long IN_MEMORY = 32L << 20;

    private final FeatureCache cache;
    private final FeatureEncoder encoder;
    private final EvaluationSettings settings;

    /** @param encoder used for folders of images; not closed */
    public Evaluation(FeatureCache cache, FeatureEncoder encoder, EvaluationSettings settings) {
        this.cache = cache;
        this.encoder = encoder;
        this.settings = settings;
    }

    /**
     * Runs it.
     *
     * @param floor other real images, or null
     * @throws FeatureException if a set cannot be used: fewer than two images, too few for k, unreadable files, features of
     *     another encoder or dimension, numbers that are not finite
     */
    public EvaluationReport run(
            EvaluationSource reference, EvaluationSource synthetic, @Nullable EvaluationSource floor) {
        try (FeatureSet real = open(reference);
                FeatureSet generated = open(synthetic);
                FeatureSet other = floor == null ? null : open(floor)) {
            requireUsable(real, real);
            requireUsable(real, generated);
            if (other != null) {
                requireUsable(real, other);
            }
            PixelSide pixels = new PixelSide(cache, reference, synthetic, floor);
            List<String> warnings = new ArrayList<>(pixels.warnings());
            PixelComparison comparison = pixels.compare(reference, synthetic);
            Fidelity fidelity = Fidelity.of(loaded(real), loaded(generated), settings);
            Floor measured = other == null ? null : floor(real, generated, other, pixels.compare(reference, floor));
            warnings.addAll(Warnings.of(real, generated, other, fidelity, comparison));
            return new EvaluationReport(
                    real.origin().encoder(),
                    real.origin().protocol(),
                    real.origin().sha256(),
                    real.rows().columns(),
                    fidelity,
                    ClassKernelDistance.of(real, generated),
                    measured,
                    comparison,
                    summary(real),
                    summary(generated),
                    settings.seed(),
                    warnings);
        }
    }

    private FeatureSet open(EvaluationSource source) {
        if (source instanceof EvaluationSource.Images images) {
            return cache.encode(images.set(), encoder);
        }
        return FeatureSet.ofArray(((EvaluationSource.Array) source).npy());
    }

    private void requireUsable(FeatureSet real, FeatureSet set) {
        FeatureSet.requireComparable(real, set);
        int n = set.rows().rows();
        if (n < 2) {
            throw new FeatureException(set.name() + ": expected at least 2 images to compare, found " + n);
        }
        if (n <= settings.k()) {
            throw new FeatureException(set.name() + ": expected more than k = " + settings.k()
                    + " images for precision, recall, density and coverage, found " + n);
        }
    }

    private Floor floor(FeatureSet real, FeatureSet generated, FeatureSet other, @Nullable PixelComparison pixels) {
        ClassMatch match = ClassMatch.of(generated, other, settings.seed());
        int n = match.first().length;
        if (n <= settings.k()) {
            throw new FeatureException(other.name() + ": expected more than k = " + settings.k()
                    + " images of the class" + " mix of " + generated.name() + " for a floor, found " + n);
        }
        FeatureRows reference = loaded(real);
        Fidelity matched = Fidelity.of(reference, loaded(generated).select(match.first()), settings);
        Fidelity floor = Fidelity.of(reference, loaded(other).select(match.second()), settings);
        double value = floor.frechetDistance().value();
        Double ratio = value > 0 ? matched.frechetDistance().value() / value : null;
        return new Floor(floor, matched, ratio, match.perClass(), pixels, summary(other));
    }

    private static FeatureRows loaded(FeatureSet set) {
        FeatureRows rows = set.rows();
        return (long) rows.rows() * rows.columns() <= IN_MEMORY ? rows.inMemory() : rows;
    }

    private static SetSummary summary(FeatureSet set) {
        return new SetSummary(
                set.name(), set.rows().rows(), set.contentSha256(), ClassKernelDistance.counts(set.classes()));
    }
}
