package dev.flawsmith.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code scripts/flawsmith}. */
@Command(
        name = "flawsmith",
        description = "Synthetic industrial defect images, each compared with the photos it was learnt from.",
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            TokensCommand.class,
            TrainCommand.class,
            TrainEncoderCommand.class,
            TrainVaeCommand.class,
            EncoderRetrievalCommand.class,
            GuardPartsCommand.class,
            GoodPartsCommand.class,
            GenerateCommand.class,
            AugmentCommand.class,
            EvaluateCommand.class,
            AuditCommand.class,
            ModelsCommand.class,
            BenchCommand.class,
            RehearseCommand.class
        })
public final class Main extends FlawsmithCommand {
    /** All went well. */
    static final int OK = 0;
    /** The command could not be carried out. */
    static final int FAILURE = 1;
    /** What was typed, or a file it names, is not usable. */
    static final int BAD_INPUT = 2;

    Main() {}

    public static void main(String[] args) {
        EngineSettings.setDefaults();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, args));
    }

    /** Runs one command line and returns its exit code; results go to {@code out}, everything else to {@code err}. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        FailureReport failures = new FailureReport();
        int code;
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        try {
            code = commandLine.execute(args);
        } catch (Error e) { // out of memory, a native library that does not load: told like any other failure
            code = failures.report(e, commandLine, List.of(args));
        }
        out.flush();
        err.flush();
        return code;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(err());
        return BAD_INPUT;
    }
}
