package dev.flawsmith.http.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a token may be used for. */
public enum Scope {
    /** Draw images and look at the models. */
    GENERATE,
    /** Have training sets made. */
    DATASET,
    /** Have images audited and evaluated. */
    AUDIT,
    /** Everything, and what runs the server: its metrics, and routes that nobody has given a scope. */
    ADMIN;

    /** As token files, error messages and the API's description write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a token of these scopes has this one; {@link #ADMIN} has all. */
    public boolean grantedBy(Collection<Scope> scopes) {
        return scopes.contains(this) || scopes.contains(ADMIN);
    }

    /** The scope of a name; empty if there is none. */
    public static Optional<Scope> named(String name) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName().equals(name))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(Scope::wireName).collect(Collectors.joining(", "));
    }
}
