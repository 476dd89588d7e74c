package dev.flawsmith.cli;

import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationReport.Floor;
import dev.flawsmith.evaluation.Fidelity;
import dev.flawsmith.evaluation.FrechetFigure;
import dev.flawsmith.evaluation.fidelity.PrecisionRecall;
import dev.flawsmith.evaluation.pixels.AttributeComparison;
import dev.flawsmith.evaluation.pixels.PixelComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An evaluation for people: one table, with the floor beside the same number of synthetic images. */
final class EvaluationText {
    private final List<String> lines = new ArrayList<>();
    private final List<Fidelity> columns = new ArrayList<>();

    private EvaluationText() {}

    static String of(EvaluationReport report) {
        EvaluationText text = new EvaluationText();
        text.add("%s against %s", report.synthetic().name(), report.reference().name());
        text.add(
                "encoder %s, protocol %s, %d numbers a feature, seed %d",
                report.encoder(), report.protocol(), report.dimension(), report.seed());
        text.add("");
        Floor floor = report.floor();
        text.columns.add(report.fidelity());
        if (floor == null) {
            text.add("%-28s %14s", "", "synthetic");
        } else {
            text.columns.add(floor.matched());
            text.columns.add(floor.fidelity());
            text.add("%-28s %14s %14s %14s", "", "synthetic", "as many as", "real (floor)");
        }
        text.figures();
        if (floor != null && floor.frechetRatio() != null) {
            text.add("");
            text.add("Fréchet distance over the floor, at equal number and class mix: %.2f", floor.frechetRatio());
        }
        text.classes(report);
        text.pixels(report.pixels(), floor == null ? null : floor.pixels());
        return String.join(System.lineSeparator(), text.lines);
    }

    private void figures() {
        row("images", fidelity -> Integer.toString(fidelity.nSynthetic()));
        row("reference images", fidelity -> Integer.toString(fidelity.nReference()));
        row("Fréchet distance", fidelity -> number(fidelity.frechetDistance().value()));
        row("  95 % interval", fidelity -> interval(fidelity.frechetDistance()));
        row("  of endless images", fidelity -> number(fidelity.frechetDistance().extrapolated()));
        row("  method", fidelity -> fidelity.frechetDistance().method());
        row("  rank", fidelity -> Integer.toString(fidelity.frechetDistance().rank()));
        row("kernel distance (KID)", fidelity -> number(fidelity.kid().full()));
        row("  mean of blocks", fidelity -> number(fidelity.kid().mean()));
        row("  deviation of blocks", fidelity -> number(fidelity.kid().std()));
        row(
                "  blocks x size",
                fidelity -> fidelity.kid().blocks() + " x " + fidelity.kid().blockSize());
        int k = columns.get(0).k();
        row("precision (k " + k + ", <)", fidelity -> number(fidelity.precision()));
        row("recall (k " + k + ", <)", fidelity -> number(fidelity.recall()));
        row("density (k " + k + ", <)", fidelity -> number(fidelity.density()));
        row("coverage (k " + k + ", <)", fidelity -> number(fidelity.coverage()));
        row("precision (k 3, ≤)", fidelity -> improved(fidelity, PrecisionRecall::precision));
        row("recall (k 3, ≤)", fidelity -> improved(fidelity, PrecisionRecall::recall));
        row("CMMD (Gaussian, 10)", fidelity -> number(fidelity.cmmd().value()));
        row("Vendi score", fidelity -> number(fidelity.vendi().synthetic()));
        row("  of the reference", fidelity -> number(fidelity.vendi().reference()));
        row(
                "sliced Wasserstein",
                fidelity -> number(fidelity.slicedWasserstein().value()));
    }

    private void classes(EvaluationReport report) {
        if (report.kidPerClass().isEmpty()) {
            return;
        }
        add("");
        add("%-40s %12s %11s %11s", "kernel distance by class", "KID", "reference", "synthetic");
        report.kidPerClass().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> add(
                        "  %-38s %12s %11d %11d",
                        entry.getKey(),
                        number(entry.getValue().kid()),
                        entry.getValue().nReference(),
                        entry.getValue().nSynthetic()));
    }

    private void pixels(@Nullable PixelComparison pixels, @Nullable PixelComparison floor) {
        if (pixels == null) {
            return;
        }
        add("");
        add("%-18s %12s %12s %8s %10s %10s", "on the pixels", "reference", "synthetic", "KS", "p", "KS floor");
        pixels.attributes().forEach((name, found) -> {
            AttributeComparison real = floor == null ? null : floor.attributes().get(name);
            if (found != null) {
                add(
                        "  %-16s %12s %12s %8.3f %10s %10s",
                        name,
                        number(found.realMean()),
                        number(found.syntheticMean()),
                        found.ks(),
                        number(found.p()),
                        number(real == null ? null : real.ks()));
            }
        });
        add(
                "  log spectrum: %s dB from the reference%s",
                number(pixels.spectrum().distanceDb()),
                floor == null ? "" : ", floor " + number(floor.spectrum().distanceDb()));
    }

    private void row(String name, Function<Fidelity, String> figure) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-28s", name));
        columns.forEach(fidelity -> line.append(String.format(Locale.ROOT, " %14s", figure.apply(fidelity))));
        lines.add(line.toString());
    }

    private static String improved(Fidelity fidelity, Function<PrecisionRecall, Double> figure) {
        PrecisionRecall found = fidelity.kynkaanniemi();
        return found == null ? "-" : number(figure.apply(found));
    }

    private static String interval(FrechetFigure figure) {
        List<Double> ends = figure.ci95();
        return ends == null ? "-" : number(ends.get(0)) + "-" + number(ends.get(1));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }

    private void add(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }
}
