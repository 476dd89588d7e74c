package dev.flawsmith.utility;

import java.util.Collections;
import java.util.List;

/** A study as Markdown. */
public final class UtilityMarkdown {
    private UtilityMarkdown() {}

    /** The document; the same report gives the same text. */
    public static String of(UtilityReport report) {
        UtilityTables tables = new UtilityTables(report);
        StringBuilder text = new StringBuilder("# Does it help?\n\n");
        tables.verdicts().forEach(line -> text.append(line).append("\n\n"));
        text.append(tables.setup()).append("\n\n");
        table(text, UtilityTables.ARM_COLUMNS, tables.arms());
        text.append("\n## By class\n\nRecall / precision / F1, over all answers.\n\n");
        table(text, tables.classColumns(), tables.classes());
        text.append("\n## Confusion\n");
        for (UtilityReport.ArmFigures arm : tables.mainArms()) {
            text.append("\n### ").append(arm.label()).append("\n\n");
            table(text, tables.confusionColumns(), tables.confusion(arm));
        }
        text.append("\n## To reproduce\n\n");
        table(
                text,
                List.of("input", "value"),
                List.of(
                        List.of("recipe", report.setup().recipe()),
                        List.of("network", report.setup().network())));
        return text.toString();
    }

    private static void table(StringBuilder text, List<String> columns, List<List<String>> rows) {
        row(text, columns);
        row(text, Collections.nCopies(columns.size(), "---"));
        rows.forEach(row -> row(text, row));
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
