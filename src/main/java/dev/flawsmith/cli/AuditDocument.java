package dev.flawsmith.cli;

import dev.flawsmith.evaluation.audit.AuditResult;
import dev.flawsmith.evaluation.audit.Intervals;
import dev.flawsmith.evaluation.audit.LegacyFigures;
import dev.flawsmith.evaluation.audit.Power;
import dev.flawsmith.evaluation.audit.WholeSetTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An audit's result as the contract writes it; names of files, or indices within the array that they come from. */
record AuditDocument(
        String verdict,
        String sentence,
        double fdr,
        List<Copied> copied,
        List<Verbatim> verbatim,
        List<Map<String, Object>> flagged,
        double permutationP,
        @Nullable Integer detectableCopies,
        LegacyFigures legacy,
        @Nullable Integer detectableExactCopies,
        AuditResult.Counts n,
        AuditResult.Reach lists,
        WholeSetTest wholeSet,
        List<Power.Row> power,
        List<Copied> nearer,
        Intervals.Interval dcrShare,
        Intervals.Interval copiedShare,
        List<List<Object>> duplicatesAcross,
        List<String> descriptors,
        int permutations,
        long seed) {
    /** A train photo and the images next to it. */
    record Copied(Object train, @Nullable Double score, double distance, String descriptor, List<Object> generated) {}

    /** A pair that is one picture. */
    record Verbatim(
            Object train,
            Object generated,
            double distance,
            @Nullable Double score,
            String descriptor) {}

    /** @param told how a path is told */
    static AuditDocument of(AuditResult result, AuditSets sets, UnaryOperator<String> told) {
        Names names = new Names(sets, told);
        return new AuditDocument(
                result.verdict().label(),
                result.verdict().sentence(),
                result.settings().fdr(),
                copied(result.copied(), names),
                result.verbatim().stream()
                        .map(pair -> new Verbatim(
                                names.photo(pair.photo()),
                                names.image(pair.image()),
                                pair.distance(),
                                finite(pair.score()),
                                pair.descriptor()))
                        .toList(),
                result.flagged().stream().map(image -> flagged(image, names)).toList(),
                result.wholeSet().p(),
                positive(result.detectableCopies()),
                result.legacy(),
                positive(result.detectableExactCopies()),
                result.counts(),
                result.reach(),
                result.wholeSet(),
                result.power(),
                copied(result.nearer(), names),
                result.dcrShare(),
                result.copiedShare(),
                result.acrossSides().stream()
                        .map(group -> group.stream().map(names::photo).toList())
                        .toList(),
                result.descriptors(),
                result.settings().permutations(),
                result.settings().seed());
    }

    private record Names(AuditSets sets, UnaryOperator<String> told) {
        Object photo(int photo) {
            return named(sets.photos().get(photo).name());
        }

        Object image(int image) {
            return named(sets.images().get(image));
        }

        private Object named(String name) {
            return sets.arrays() ? (Object) Integer.valueOf(name) : told.apply(name);
        }
    }

    private static List<Copied> copied(List<AuditResult.Copied> photos, Names names) {
        List<Copied> copied = new ArrayList<>();
        for (AuditResult.Copied photo : photos) {
            copied.add(new Copied(
                    names.photo(photo.photo()),
                    finite(photo.score()),
                    photo.distance(),
                    photo.descriptor(),
                    photo.images().stream().map(names::image).toList()));
        }
        return copied;
    }

    private static Map<String, Object> flagged(AuditResult.Image image, Names names) {
        Map<String, Object> flagged = new LinkedHashMap<>();
        flagged.put(names.sets().arrays() ? "index" : "file", names.image(image.image()));
        flagged.put("nearest", names.photo(image.nearest()));
        flagged.put("distance", image.distance());
        flagged.put("conformal_p", image.conformalP());
        flagged.put("ratio", image.ratio());
        return flagged;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable Integer positive(int value) {
        return value > 0 ? value : null;
    }

    /** For people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(sentence);
        lines.add(String.format(
                Locale.ROOT,
                "%d train, %d holdout, %d synthetic images; p of the whole set %.4f; %d copied, %d verbatim, %d flagged",
                n.train(),
                n.holdout(),
                n.synthetic(),
                permutationP,
                copied.size(),
                verbatim.size(),
                flagged.size()));
        copied.stream()
                .limit(10)
                .forEach(one ->
                        lines.add("  " + one.train() + "  <- " + one.generated().get(0)));
        verbatim.stream().limit(10).forEach(one -> lines.add("  " + one.train() + "  == " + one.generated()));
        lines.add(String.format(
                Locale.ROOT,
                "legacy figures, which no verdict rests on: C_T %.2f, DCR share %.3f, NNDR median %.3f, authentic %.3f",
                legacy.ctZ(),
                legacy.dcrShare(),
                legacy.nndrMedian(),
                legacy.authenticShare()));
        return String.join(System.lineSeparator(), lines);
    }
}
