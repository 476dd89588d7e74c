package dev.flawsmith.cli;

import picocli.CommandLine.Command;

/** {@code tokens}: what a server's callers prove themselves by. */
@Command(name = "tokens", description = "Makes tokens for 'serve --token-file'.", subcommands = TokensNewCommand.class)
final class TokensCommand extends FlawsmithCommand {
    @Override
    public Integer call() {
        spec.commandLine().usage(err());
        return Main.BAD_INPUT;
    }
}
