package dev.flawsmith.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
    static final String JSON = "--json";
    static final String VERBOSE = "--verbose";

    @Option(names = JSON, description = "Print one JSON object as the last line of standard output.")
    boolean json;

    @Option(names = VERBOSE, description = "Show where in the program a failure happened.")
    boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean version;
}
