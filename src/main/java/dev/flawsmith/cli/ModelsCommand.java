package dev.flawsmith.cli;

import picocli.CommandLine.Command;

/** {@code models}: what is there, what it is, and whether it is whole. */
@Command(
        name = "models",
        description = "Lists, shows, verifies and exports model packages.",
        subcommands = {
            ModelsListCommand.class,
            ModelsShowCommand.class,
            ModelsVerifyCommand.class,
            ModelsExportCommand.class
        })
final class ModelsCommand extends FlawsmithCommand {
    @Override
    public Integer call() {
        spec.commandLine().usage(err());
        return Main.BAD_INPUT;
    }
}
