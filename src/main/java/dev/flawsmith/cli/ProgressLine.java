package dev.flawsmith.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar that redraws itself on a terminal, a line now and then elsewhere. */
final class ProgressLine {
    /** Units of {@link #percent}. */
    static final int THOUSANDTHS = 1000;

    private static final int TERMINAL_MILLIS = 200;
    private static final int LOG_MILLIS = 5000;
    private static final int LOG_WIDTH = 100;

    private ProgressLine() {}

    /** Opens progress over {@code total} units; the caller steps and closes it. */
    static ProgressBar open(String task, long total, PrintWriter err) {
        return bar(task, err).setInitialMax(total).build();
    }

    /** Opens progress in thousandths of a whole, shown in percent. */
    static ProgressBar percent(String task, PrintWriter err) {
        return bar(task, err)
                .setInitialMax(THOUSANDTHS)
                .setUnit("%", THOUSANDTHS / 100)
                .build();
    }

    private static ProgressBarBuilder bar(String task, PrintWriter err) {
        // The starting script sees whether standard error is a terminal; Java does not.
        boolean terminal = Boolean.getBoolean("flawsmith.terminal");
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(terminal ? TERMINAL_MILLIS : LOG_MILLIS)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(System.err)
                                : new DelegatingProgressBarConsumer(err::println, LOG_WIDTH));
    }
}
