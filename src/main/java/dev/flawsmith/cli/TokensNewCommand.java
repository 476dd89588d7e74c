package dev.flawsmith.cli;

import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokens new}: a token, shown this once, and the line by which a server knows it. */
@Command(
        name = "new",
        description = {
            "Makes a token: prints it, once, and the line for the token file, which has only its hash.",
            "Scopes: generate (images), dataset, audit, admin (everything, metrics included)."
        })
final class TokensNewCommand extends FlawsmithCommand {
    @Parameters(paramLabel = "NAME", description = "Whom it is for: 1 to 64 of A-Z a-z 0-9 . _ -")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    String name;

    @Option(
            names = "--scopes",
            paramLabel = "SCOPES",
            split = ",",
            required = true,
            description = "What it may be used for: some of generate, dataset, audit, admin, with commas between.")
    @SuppressWarnings("NullAway.Init")
    List<String> scopes;

    /** What {@code --json} prints. */
    record Made(String name, List<String> scopes, String token, String line) {}

    @Override
    public Integer call() {
        Set<Scope> chosen = EnumSet.noneOf(Scope.class);
        for (String scope : scopes) {
            chosen.add(Scope.named(scope)
                    .orElseThrow(() -> new InputException(
                            "scopes", "scopes: expected some of " + Scope.names() + ", found " + scope)));
        }
        String secret = Token.secret(new SecureRandom());
        Token token;
        try {
            token = Token.of(name, chosen, secret);
        } catch (IllegalArgumentException e) {
            throw new InputException("name", "name: " + e.getMessage(), e);
        }
        Made made = new Made(name, chosen.stream().map(Scope::wireName).toList(), secret, token.line());
        err().println("The token, which is not shown again, and the line for the token file:");
        print(made, made.token() + System.lineSeparator() + made.line());
        return Main.OK;
    }
}
