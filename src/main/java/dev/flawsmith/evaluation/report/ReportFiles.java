package dev.flawsmith.evaluation.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A report in a folder: {@value #PAGE}, which needs nothing else, and each plot as a file of its own. */
public final class ReportFiles {
    /** The page. */
    public static final String PAGE = "report.html";

    private ReportFiles() {}

    /**
     * Writes into a folder, made where it is missing; files of the same names are overwritten.
     *
     * @return what was written, the page first
     * @throws IOException if the folder cannot be written
     */
    public static List<Path> write(Path folder, Report report) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        written.add(Files.writeString(folder.resolve(PAGE), HtmlReport.render(report)));
        for (Section section : report.sections()) {
            if (section instanceof Section.Plots plots) {
                for (Plot plot : plots.plots()) {
                    written.add(Files.write(folder.resolve(plot.name() + ".png"), plot.png()));
                }
            }
        }
        return written;
    }
}
