package dev.flawsmith.http;

import io.javalin.http.Context;

/** Whose jobs a request is about: whoever asks sees its own alone. */
final class JobOwner {
    /** Where nobody has to say who they are, all share their jobs. */
    private static final String ANONYMOUS = "anonymous";

    private static final String ATTRIBUTE = "flawsmith.caller";

    private JobOwner() {}

    static String of(Context ctx) {
        String name = ctx.attribute(ATTRIBUTE);
        return name == null ? ANONYMOUS : name;
    }
}
