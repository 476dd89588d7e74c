package dev.flawsmith.evaluation.audit;

import java.util.List;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/** Whether p-values are uniform. */
final class Uniformity {
    private Uniformity() {}

    /** The p-value of the one-sample Kolmogorov-Smirnov test against the uniform law; at least two values. */
    static double p(List<Double> values) {
        double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
        return KolmogorovSmirnovTest.withDefaults()
                .test(array, x -> Math.min(1, Math.max(0, x)))
                .getPValue();
    }
}
