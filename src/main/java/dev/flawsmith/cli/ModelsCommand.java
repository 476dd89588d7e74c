package dev.flawsmith.cli;

import picocli.CommandLine.Command;

/** {@code models}: what is there, what it is, and whether it is whole; what other forms it can take. */
@Command(
        name = "models",
        description = "Lists, shows, verifies, imports, exports, quantises and indexes models.",
        subcommands = {
            ModelsListCommand.class,
            ModelsShowCommand.class,
            ModelsVerifyCommand.class,
            ModelsImportCommand.class,
            ModelsExportCommand.class,
            ModelsQuantizeCommand.class,
            ModelsIndexCommand.class
        })
final class ModelsCommand extends FlawsmithCommand {
    @Override
    public Integer call() {
        spec.commandLine().usage(err());
        return Main.BAD_INPUT;
    }
}
