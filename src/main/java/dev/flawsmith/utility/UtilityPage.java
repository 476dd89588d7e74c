package dev.flawsmith.utility;

import dev.flawsmith.evaluation.report.Plot;
import dev.flawsmith.evaluation.report.Report;
import dev.flawsmith.evaluation.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A study for people: what it says, the arms, accuracy by ratio, classes and confusions. */
public final class UtilityPage {
    private UtilityPage() {}

    /** The report. */
    public static Report of(UtilityReport report) {
        UtilityTables tables = new UtilityTables(report);
        List<Section> sections = new ArrayList<>();
        List<String> verdicts = tables.verdicts();
        if (verdicts.size() > 1) {
            sections.add(new Section.Text("All choices", verdicts));
        }
        sections.add(new Section.Table("Arms", tables.setup(), UtilityTables.ARM_COLUMNS, tables.arms()));
        double[] ratios = report.arms().stream()
                .filter(arm -> arm.arm().equals(Arm.Kind.DIFFUSION.id()))
                .mapToDouble(arm -> arm.ratio() == null ? 0 : arm.ratio())
                .toArray();
        if (ratios.length > 1) {
            sections.add(plot(report, ratios));
        }
        sections.add(new Section.Table(
                "By class", "Recall / precision / F1, over all answers.", tables.classColumns(), tables.classes()));
        tables.mainArms()
                .forEach(arm -> sections.add(new Section.Table(
                        "Confusion: " + arm.label(),
                        "True class by row, answer by column.",
                        tables.confusionColumns(),
                        tables.confusion(arm))));
        sections.add(new Section.Table(
                "To reproduce",
                "",
                List.of("input", "value"),
                List.of(
                        List.of("recipe", report.setup().recipe()),
                        List.of("network", report.setup().network()))));
        return new Report("Does it help?", verdicts.get(0), tone(report), sections);
    }

    private static Report.Tone tone(UtilityReport report) {
        return report.chosen().stream()
                        .map(choice -> report.arm(choice.label()).accuracyGain())
                        .map(gain -> gain == null ? null : gain.ci95())
                        .anyMatch(ends -> ends != null && ends.get(0) > 0)
                ? Report.Tone.GOOD
                : Report.Tone.NEUTRAL;
    }

    private static Section plot(UtilityReport report, double[] ratios) {
        Map<String, double[]> lines = new LinkedHashMap<>();
        double[] diffusion = new double[ratios.length];
        for (int i = 0; i < ratios.length; i++) {
            diffusion[i] = mean(report, new Arm(Arm.Kind.DIFFUSION, ratios[i]).label());
        }
        lines.put(Arm.Kind.DIFFUSION.label(), diffusion);
        for (Arm.Kind kind : List.of(Arm.Kind.CLASSICAL, Arm.Kind.REAL, Arm.Kind.ALL_REAL)) {
            if (report.arms().stream().anyMatch(arm -> arm.label().equals(kind.label()))) {
                double[] flat = new double[ratios.length];
                Arrays.fill(flat, mean(report, kind.label()));
                lines.put(kind.label(), flat);
            }
        }
        return new Section.Plots(
                "Accuracy by ratio",
                "",
                List.of(
                        Plot.lines(
                                "utility",
                                new Plot.Axes("synthetic images a real one", "accuracy on test", false),
                                ratios,
                                lines,
                                "Mean test accuracy by the number of synthetic images; lines without a slope are arms that have none.")));
    }

    private static double mean(UtilityReport report, String label) {
        return report.arm(label).accuracy().mean();
    }
}
