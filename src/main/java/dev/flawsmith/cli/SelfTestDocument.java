package dev.flawsmith.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.evaluation.audit.SelfTestResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A self-test's result as the contract writes it. */
record SelfTestDocument(
        List<Case> cases, @JsonProperty("null") Null nullCheck) {
    /** A case; recall is null where nothing was planted. */
    record Case(
            String transform,
            double rate,
            String generator,
            int repeats,
            @Nullable Double recall,
            double fdr,
            double alarmRate,
            int copies) {}

    /** The worst of the generators in each figure, and all of them. */
    record Null(double ksP, double alarmRate, double alarmRateLow, List<SelfTestResult.Null> generators) {}

    static SelfTestDocument of(SelfTestResult result) {
        List<Case> cases = result.cases().stream()
                .map(c -> new Case(
                        c.transform(),
                        c.rate(),
                        c.generator(),
                        c.repeats(),
                        Double.isNaN(c.recall()) ? null : c.recall(),
                        c.fdr(),
                        c.alarmRate(),
                        c.copies()))
                .toList();
        List<SelfTestResult.Null> nulls = result.nulls();
        SelfTestResult.Null loudest = nulls.stream()
                .max(Comparator.comparingDouble(SelfTestResult.Null::alarmRate))
                .orElseThrow();
        double ks = nulls.stream().mapToDouble(SelfTestResult.Null::ksP).min().orElseThrow();
        return new SelfTestDocument(cases, new Null(ks, loudest.alarmRate(), loudest.alarmRateLow(), nulls));
    }

    /** A table for people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-12s %6s %-10s %7s %7s %7s %7s",
                "transform", "rate", "generator", "copies", "recall", "fdr", "alarms"));
        for (Case one : cases) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-12s %6.3f %-10s %7d %7s %7.3f %7.3f",
                    one.transform(),
                    one.rate(),
                    one.generator(),
                    one.copies(),
                    one.recall() == null ? "-" : String.format(Locale.ROOT, "%.3f", one.recall()),
                    one.fdr(),
                    one.alarmRate()));
        }
        for (SelfTestResult.Null one : nullCheck.generators()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "without copies, %s: KS p %.4f, alarm rate %.3f (%.3f to %.3f) in %d splits",
                    one.generator(),
                    one.ksP(),
                    one.alarmRate(),
                    one.alarmRateLow(),
                    one.alarmRateHigh(),
                    one.resplits()));
        }
        return String.join(System.lineSeparator(), lines);
    }
}
