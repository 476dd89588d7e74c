package dev.flawsmith.http.automatic1111;

import dev.flawsmith.http.ErrorBody;
import dev.flawsmith.http.ErrorDialect;

/** Errors as AUTOMATIC1111's clients know them; the caller's have the status 422, as FastAPI's. */
public final class Automatic1111Errors implements ErrorDialect {
    private static final int WRONG = 400;
    private static final int UNPROCESSABLE = 422;

    @Override
    public String root() {
        return Automatic1111Routes.ROOT;
    }

    @Override
    public int status(int status) {
        return status == WRONG ? UNPROCESSABLE : status;
    }

    @Override
    public Object body(ErrorBody.Detail error) {
        return FailureBody.of(error);
    }
}
