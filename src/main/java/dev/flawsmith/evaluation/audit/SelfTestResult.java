package dev.flawsmith.evaluation.audit;

import java.util.List;

/**
 * What the audit finds where it is known what there is.
 *
 * @param cases with copies planted, and without where the rate is 0
 * @param nulls without copies, a generator each, over many random splits
 */
public record SelfTestResult(List<Case> cases, List<Null> nulls) {
    /**
     * A transform, a rate and a generator.
     *
     * @param transform its label; "none" where the rate is 0
     * @param copies photos copied
     * @param recall share of them that the lists name, a mean over the repeats; NaN where there are none
     * @param fdr share of what the lists name that is none of them, a mean over the repeats
     * @param alarmRate share of the repeats that end in copies_found or leakage
     */
    public record Case(
            String transform,
            double rate,
            String generator,
            int copies,
            int repeats,
            double recall,
            double fdr,
            double alarmRate) {}

    /**
     * A generator without copies.
     *
     * @param ksP of the whole-set p against the uniform law, ties broken at random
     * @param alarmRateLow lower end of the 95 % interval
     * @param alarmRateHigh upper end
     */
    public record Null(
            String generator, int resplits, double ksP, double alarmRate, double alarmRateLow, double alarmRateHigh) {}
}
