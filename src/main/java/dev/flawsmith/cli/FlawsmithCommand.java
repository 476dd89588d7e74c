package dev.flawsmith.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands share: the common options, and where results and news go. */
abstract class FlawsmithCommand implements Callable<Integer> {
    @Mixin
    final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    CommandSpec spec;

    /** Standard output: results only. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error: progress and messages. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints the result: for machines with {@code --json}, for people without. */
    final void print(Object json, String text) {
        if (common.json) {
            JsonOutput.print(out(), json);
        } else {
            out().println(text);
        }
    }
}
