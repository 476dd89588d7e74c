package dev.flawsmith.cli;

import dev.flawsmith.evaluation.report.HtmlReport;
import dev.flawsmith.evaluation.report.Plot;
import dev.flawsmith.evaluation.report.Report;
import dev.flawsmith.evaluation.report.Section;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** A report in a folder: {@value #PAGE}, which needs nothing else, and each plot as a file of its own. */
final class PageFiles {
    /** The page. */
    static final String PAGE = "report.html";

    private PageFiles() {}

    /** Writes the page and its plots, and says so on {@code err}. */
    static void write(OutputFolder folder, Report report, PrintWriter err) throws IOException {
        err.println("wrote " + folder.write(PAGE, HtmlReport.render(report).getBytes(StandardCharsets.UTF_8)));
        for (Section section : report.sections()) {
            if (section instanceof Section.Plots plots) {
                for (Plot plot : plots.plots()) {
                    err.println("wrote " + folder.write(plot.name() + ".png", plot.png()));
                }
            }
        }
    }
}
