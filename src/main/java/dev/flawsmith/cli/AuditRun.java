package dev.flawsmith.cli;

import dev.flawsmith.evaluation.audit.Audit;
import dev.flawsmith.evaluation.audit.AuditResult;
import dev.flawsmith.evaluation.audit.AuditSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An audit from opened sets to its files, for whoever asks: the command line or a server's job.
 *
 * @param neighbours whether the page shows real photos, and generated images that may be some
 * @param names how a path is told; the command line tells it as it is
 * @param step called after the comparison, and after the files
 * @param err where it is said what was written
 */
record AuditRun(
        AuditSets.Order order,
        AuditSettings settings,
        boolean neighbours,
        UnaryOperator<String> names,
        Runnable step,
        PrintWriter err) {
    static final String DOCUMENT = "audit.json";

    /** @param folder for {@value #DOCUMENT}, the page and its plots; null for none */
    AuditDocument run(AuditSets sets, @Nullable OutputFolder folder) throws IOException {
        AuditResult result = Audit.run(sets.input(), settings);
        AuditDocument document = AuditDocument.of(result, sets, names);
        step.run();
        if (folder != null) {
            err.println("wrote " + folder.write(DOCUMENT, json(document)));
            PageFiles.write(folder, AuditPageFiles.page(result, sets, order, neighbours, names), err);
            step.run();
        }
        return document;
    }

    /** The line that {@code --json} prints. */
    static byte[] json(Object document) {
        StringWriter text = new StringWriter();
        JsonOutput.print(new PrintWriter(text), document);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
