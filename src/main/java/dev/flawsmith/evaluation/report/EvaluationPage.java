package dev.flawsmith.evaluation.report;

import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.Fidelity;
import dev.flawsmith.evaluation.pixels.AttributeComparison;
import dev.flawsmith.evaluation.pixels.PixelComparison;
import dev.flawsmith.evaluation.pixels.SpectrumComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An evaluation for people: the distance over its floor, samples to look at, the figures, and what the pixels say. */
public final class EvaluationPage {
    private final EvaluationReport report;
    private final EvaluationReport.@Nullable Floor floor;
    private final List<Fidelity> columns = new ArrayList<>();

    private EvaluationPage(EvaluationReport report) {
        this.report = report;
        floor = report.floor();
        columns.add(report.fidelity());
        if (floor != null) {
            columns.add(floor.matched());
            columns.add(floor.fidelity());
        }
    }

    /**
     * The report.
     *
     * @param samples random images of each set by the set's name, in the order they are to be shown; empty for arrays
     */
    public static Report of(EvaluationReport report, Map<String, List<Picture>> samples) {
        return new EvaluationPage(report).report(samples);
    }

    private Report report(Map<String, List<Picture>> samples) {
        List<Section> sections = new ArrayList<>();
        if (!report.warnings().isEmpty()) {
            sections.add(new Section.Text("Warnings", report.warnings()));
        }
        if (!samples.isEmpty()) {
            sections.add(new Section.Gallery(
                    "Random samples",
                    "Drawn by lot.",
                    samples.entrySet().stream()
                            .map(entry -> new Section.Strip(entry.getValue(), entry.getKey()))
                            .toList()));
        }
        sections.add(figures());
        if (!report.kidPerClass().isEmpty()) {
            sections.add(classes());
        }
        PixelComparison pixels = report.pixels();
        if (pixels != null) {
            sections.add(attributes(pixels));
            spectrum(pixels).ifPresent(sections::add);
        }
        sections.add(reproduce());
        return new Report("Fidelity of " + report.synthetic().name(), verdict(), Report.Tone.NEUTRAL, sections);
    }

    private String verdict() {
        double value = report.fidelity().frechetDistance().value();
        if (floor == null || floor.frechetRatio() == null) {
            return String.format(
                    Locale.ROOT,
                    "Fréchet distance %.4g (%s); without other real images as a floor, nothing says what real ones would score.",
                    value,
                    report.encoder());
        }
        return String.format(
                Locale.ROOT,
                "Fréchet distance %.2f times that of other real images, at equal number and class mix (%s).",
                floor.frechetRatio(),
                report.encoder());
    }

    private Section figures() {
        List<List<String>> rows = new ArrayList<>();
        row(rows, "images", fidelity -> Integer.toString(fidelity.nSynthetic()));
        row(rows, "reference images", fidelity -> Integer.toString(fidelity.nReference()));
        row(
                rows,
                "Fréchet distance",
                fidelity -> number(fidelity.frechetDistance().value()));
        row(
                rows,
                "… 95 % interval",
                fidelity -> interval(fidelity.frechetDistance().ci95()));
        row(
                rows,
                "… of endless images",
                fidelity -> number(fidelity.frechetDistance().extrapolated()));
        row(
                rows,
                "… method, rank",
                fidelity -> fidelity.frechetDistance().method() + ", "
                        + fidelity.frechetDistance().rank());
        row(rows, "kernel distance (KID)", fidelity -> number(fidelity.kid().full()));
        int k = report.fidelity().k();
        row(rows, "precision (k " + k + ", <)", fidelity -> number(fidelity.precision()));
        row(rows, "recall (k " + k + ", <)", fidelity -> number(fidelity.recall()));
        row(rows, "density (k " + k + ", <)", fidelity -> number(fidelity.density()));
        row(rows, "coverage (k " + k + ", <)", fidelity -> number(fidelity.coverage()));
        row(rows, "CMMD (Gaussian, 10)", fidelity -> number(fidelity.cmmd().value()));
        row(rows, "Vendi score", fidelity -> number(fidelity.vendi().synthetic()));
        row(rows, "… of the reference", fidelity -> number(fidelity.vendi().reference()));
        row(
                rows,
                "sliced Wasserstein distance",
                fidelity -> number(fidelity.slicedWasserstein().value()));
        List<String> names = floor == null
                ? List.of("figure", "synthetic")
                : List.of("figure", "synthetic", "as many as the floor", "floor: real");
        return new Section.Table(
                "Figures",
                floor == null
                        ? "Read them beside a floor of real images: --floor."
                        : "Only the last two columns may be set side by side: they have one number and one class mix.",
                names,
                rows);
    }

    private void row(List<List<String>> rows, String name, Function<Fidelity, String> figure) {
        List<String> cells = new ArrayList<>(List.of(name));
        columns.forEach(fidelity -> cells.add(figure.apply(fidelity)));
        rows.add(cells);
    }

    private Section classes() {
        return new Section.Table(
                "Kernel distance by class",
                "Unbiased, so that a dozen images will do; 0 where the laws agree, and by chance below.",
                List.of("class", "KID", "reference images", "synthetic images"),
                report.kidPerClass().entrySet().stream()
                        .map(entry -> List.of(
                                entry.getKey(),
                                number(entry.getValue().kid()),
                                Integer.toString(entry.getValue().nReference()),
                                Integer.toString(entry.getValue().nSynthetic())))
                        .toList());
    }

    private Section attributes(PixelComparison pixels) {
        PixelComparison other = floor == null ? null : floor.pixels();
        List<List<String>> rows = new ArrayList<>();
        pixels.attributes().forEach((name, found) -> {
            if (found != null) {
                AttributeComparison real =
                        other == null ? null : other.attributes().get(name);
                rows.add(List.of(
                        name,
                        number(found.realMean()) + " ± " + number(found.realDeviation()),
                        number(found.syntheticMean()) + " ± " + number(found.syntheticDeviation()),
                        number(found.ks()),
                        number(found.p()),
                        real == null ? "–" : number(real.ks())));
            }
        });
        return new Section.Table(
                "Measured on the pixels",
                "Mean ± deviation over the images, and the largest difference of the distributions (Kolmogorov–Smirnov)."
                        + " What the reference lacks, the synthetic set lacks too: a bias of the photos is not mended here.",
                List.of("attribute", "reference", "synthetic", "KS", "p", "KS of the floor"),
                rows);
    }

    private Optional<Section> spectrum(PixelComparison pixels) {
        SpectrumComparison found = pixels.spectrum();
        PixelComparison other = floor == null ? null : floor.pixels();
        if (found.synthesisToRealDb().stream().anyMatch(Objects::isNull)) {
            return Optional.empty();
        }
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("synthetic", values(found));
        if (other != null && other.spectrum().synthesisToRealDb().stream().noneMatch(Objects::isNull)) {
            lines.put("floor: real", values(other.spectrum()));
        }
        return Optional.of(new Section.Plots(
                "Power spectrum",
                "",
                List.of(Plot.lines(
                        "spectrum",
                        new Plot.Axes("spatial frequency, cycles a pixel", "dB from the reference", false),
                        found.upTo().stream().mapToDouble(Double::doubleValue).toArray(),
                        lines,
                        "Below 0 a frequency is weaker than in the reference, as blur makes it; above, stronger."))));
    }

    private static double[] values(SpectrumComparison spectrum) {
        return IntStream.range(0, spectrum.synthesisToRealDb().size())
                .mapToDouble(
                        i -> Objects.requireNonNull(spectrum.synthesisToRealDb().get(i)))
                .toArray();
    }

    private Section reproduce() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("encoder", report.encoder()));
        rows.add(List.of("protocol", report.protocol()));
        rows.add(List.of("encoder's sha256", report.encoderSha256()));
        rows.add(List.of("numbers a feature", Integer.toString(report.dimension())));
        set(rows, "reference", report.reference());
        set(rows, "synthetic", report.synthetic());
        if (floor != null) {
            set(rows, "floor", floor.set());
        }
        rows.add(List.of("seed", Long.toString(report.seed())));
        return new Section.Table("To reproduce", "", List.of("input", "value"), rows);
    }

    private static void set(List<List<String>> rows, String side, EvaluationReport.SetSummary set) {
        rows.add(List.of(side, set.name() + ", " + set.n() + " images"));
        rows.add(List.of(side + "'s content", set.contentSha256()));
    }

    private static String interval(@Nullable List<Double> ends) {
        return ends == null ? "–" : number(ends.get(0)) + " to " + number(ends.get(1));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%.4g", value);
    }
}
