package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a self-test goes through.
 *
 * @param transforms of the copies
 * @param generators what the copies are hidden among
 * @param rates copied photos as a share of train, in [0, 1]; 0 plants none
 * @param repeats fresh splits and images a case, at least 2
 * @param resplits random splits of the pool for the check of the null, at least {@code repeats}
 */
public record SelfTestPlan(
        List<CopyTransform> transforms, List<SurrogateKind> generators, List<Double> rates, int repeats, int resplits) {
    /** All transforms and generators, rates 0, 0.025, 0.05 and 0.1, 20 repeats, 200 splits. */
    public static final SelfTestPlan DEFAULT = new SelfTestPlan(
            List.of(CopyTransform.values()), List.of(SurrogateKind.values()), List.of(0.0, 0.025, 0.05, 0.1), 20, 200);

    public SelfTestPlan {
        transforms = List.copyOf(transforms);
        generators = List.copyOf(generators);
        rates = List.copyOf(rates);
        if (repeats < 2) {
            throw new FeatureException("repeats: expected at least 2, found " + repeats);
        }
        if (resplits < repeats) {
            throw new FeatureException("resplits: expected at least " + repeats + ", one a repeat, found " + resplits);
        }
        if (generators.isEmpty()) {
            throw new FeatureException("generators: expected at least one, found none");
        }
        for (double rate : rates) {
            if (!(rate >= 0 && rate <= 1)) {
                throw new FeatureException("rates: expected shares from 0 to 1, found " + rate);
            }
        }
    }

    /** The same with other numbers; what is null stays, and there are always at least as many splits as repeats. */
    public SelfTestPlan with(
            @Nullable List<Double> otherRates, @Nullable Integer otherRepeats, @Nullable Integer otherResplits) {
        int times = otherRepeats == null ? repeats : otherRepeats;
        return new SelfTestPlan(
                transforms,
                generators,
                otherRates == null ? rates : otherRates,
                times,
                otherResplits == null ? Math.max(times, resplits) : otherResplits);
    }
}
