package dev.flawsmith.http;

/** How a dialect's clients are told of errors, on all of its paths and whoever refuses: a token, a rate or the endpoint itself. */
public interface ErrorDialect {
    /** What its paths begin with. */
    String root();

    /** Its status for one of ours. */
    int status(int status);

    /** An error as its JSON. */
    Object body(ErrorBody.Detail error);
}
