package dev.flawsmith.http;

import dev.flawsmith.http.security.Caller;
import io.javalin.http.Context;

/** Whose jobs a request is about: whoever asks sees its own alone. */
final class JobOwner {
    private JobOwner() {}

    /** The caller's name; where nobody has to say who they are, all share their jobs. */
    static String of(Context ctx) {
        return Caller.of(ctx).name();
    }
}
