package dev.flawsmith.utility;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report's tables, as rows of cells; {@link UtilityMarkdown} and {@link UtilityPage} print the same ones. */
final class UtilityTables {
    static final List<String> ARM_COLUMNS =
            List.of("learnt from", "images", "accuracy", "macro-F1", "accuracy over real + classical", "chosen on");

    private final UtilityReport report;

    UtilityTables(UtilityReport report) {
        this.report = report;
    }

    /** One row an arm, as {@link #ARM_COLUMNS}. */
    List<List<String>> arms() {
        return report.arms().stream()
                .map(arm -> List.of(
                        arm.label(),
                        Integer.toString(arm.images()),
                        share(arm.accuracy()),
                        share(arm.macroF1()),
                        gain(arm.accuracyGain()),
                        arm.choiceAccuracy() == null ? "–" : share(arm.choiceAccuracy())))
                .toList();
    }

    /** The arms whose classes are worth a look: those without a ratio, and the chosen ones. */
    List<UtilityReport.ArmFigures> mainArms() {
        List<String> chosen =
                report.chosen().stream().map(UtilityReport.Choice::label).toList();
        return report.arms().stream()
                .filter(arm -> arm.ratio() == null || chosen.contains(arm.label()))
                .toList();
    }

    List<String> classColumns() {
        List<String> columns = new ArrayList<>(List.of("class"));
        mainArms().forEach(arm -> columns.add(arm.label()));
        return columns;
    }

    /** One row a class: recall, precision and F1 of each main arm. */
    List<List<String>> classes() {
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < report.setup().classes().size(); c++) {
            List<String> row = new ArrayList<>(List.of(report.setup().classes().get(c)));
            for (UtilityReport.ArmFigures arm : mainArms()) {
                ClassFigures figures = arm.classes().get(c);
                row.add(share(figures.recall()) + " / " + share(figures.precision()) + " / " + share(figures.f1()));
            }
            rows.add(row);
        }
        return rows;
    }

    /** A confusion matrix: a row a true class, a column a class that was said. */
    List<List<String>> confusion(UtilityReport.ArmFigures arm) {
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < arm.confusion().size(); c++) {
            List<String> row = new ArrayList<>(List.of(report.setup().classes().get(c)));
            arm.confusion().get(c).forEach(n -> row.add(Integer.toString(n)));
            rows.add(row);
        }
        return rows;
    }

    List<String> confusionColumns() {
        List<String> columns = new ArrayList<>(List.of("true class"));
        columns.addAll(report.setup().classes());
        return columns;
    }

    /** What was compared, in a sentence or three. */
    String setup() {
        UtilityReport.Setup setup = report.setup();
        String real = setup.perClass() == null
                ? "every photo of train"
                : setup.perClass() + " real photos of each class, " + setup.draws() + " draws";
        return String.format(
                Locale.ROOT,
                "%s, %d classifier%s each; judged on %d real test photos that nothing has learnt or chosen from. 95 %%"
                        + " intervals over %s; gains are differences within the same %s. Seed %d.",
                real,
                setup.seeds(),
                setup.seeds() == 1 ? "" : "s",
                setup.testPhotos(),
                setup.repeats(),
                setup.repeats(),
                setup.seed());
    }

    /** What the study says, one sentence a choice. */
    List<String> verdicts() {
        if (report.chosen().isEmpty()) {
            return List.of("No synthetic images were given: only real photos are compared.");
        }
        return report.chosen().stream()
                .map(choice -> {
                    UtilityReport.ArmFigures arm = report.arm(choice.label());
                    Figure gain = arm.accuracyGain();
                    return String.format(
                            Locale.ROOT,
                            "%s, its ratio chosen on %s photos (%s): test accuracy %s, %s over real + classical: %s.",
                            choice.label(),
                            report.setup().chooseOn(),
                            share(choice.choiceAccuracy()),
                            share(arm.accuracy()),
                            gain(gain),
                            meaning(gain));
                })
                .toList();
    }

    private static String meaning(@Nullable Figure gain) {
        List<Double> ends = gain == null ? null : gain.ci95();
        if (ends == null) {
            return "one repeat, so no interval";
        }
        if (ends.get(0) > 0) {
            return "it helps";
        }
        return ends.get(1) < 0 ? "it harms" : "no difference that these repeats could show";
    }

    private static String share(Figure figure) {
        List<Double> ends = figure.ci95();
        return share(figure.mean()) + (ends == null ? "" : " (" + share(ends.get(0)) + "–" + share(ends.get(1)) + ")");
    }

    static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String gain(@Nullable Figure figure) {
        if (figure == null) {
            return "–";
        }
        List<Double> ends = figure.ci95();
        String range = ends == null ? "" : String.format(Locale.ROOT, " (%+.3f to %+.3f)", ends.get(0), ends.get(1));
        return String.format(Locale.ROOT, "%+.3f", figure.mean()) + range;
    }
}
