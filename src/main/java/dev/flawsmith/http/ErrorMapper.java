package dev.flawsmith.http;

import dev.flawsmith.jobs.JobException;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.SynthesisException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes a status and a JSON body. What is our fault is logged, never told in full. */
public final class ErrorMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

    private final long retryAfterSeconds;
    private final Consumer<String> refused;
    private final List<ErrorDialect> dialects;

    /**
     * @param refused hears the code of every error
     * @param dialects that have a form of their own
     */
    ErrorMapper(Duration retryAfter, Consumer<String> refused, List<ErrorDialect> dialects) {
        this.dialects = List.copyOf(dialects);
        this.refused = refused;
        this.retryAfterSeconds = Math.max(1, retryAfter.toSeconds());
    }

    /** A failure as it is answered. */
    public record Answer(int status, ErrorBody body) {}

    /** Answers with the failure, in the form of the path's dialect; for handlers that have not written anything yet. */
    void write(Exception failure, Context ctx) {
        Answer answer = answer(failure, RequestId.of(ctx));
        ErrorDialect dialect = dialects.stream()
                .filter(each -> ctx.path().startsWith(each.root()))
                .findFirst()
                .orElse(null);
        head(dialect == null ? answer.status() : dialect.status(answer.status()), ctx);
        if (failure instanceof HttpResponseException routing && routing.getStatus() == 405) {
            String methods = routing.getDetails().get("availableMethods");
            if (methods != null) {
                ctx.header("Allow", methods);
            }
        }
        Object body =
                dialect == null ? answer.body() : dialect.body(answer.body().error());
        ctx.header("Cache-Control", "no-store").contentType("application/json").result(Json.write(body));
    }

    /** Sets the status, and the headers that go with it. */
    private void head(int status, Context ctx) {
        ctx.status(status);
        if (status == 429 || status == 503) {
            ctx.header("Retry-After", Long.toString(retryAfterSeconds));
        }
        if (status == 413) {
            ctx.header("Connection", "close");
        }
    }

    /** What is answered to a failure; what is not the caller's fault is logged, under the request's id. */
    public Answer answer(Throwable failure, Context ctx) {
        return answer(failure, RequestId.of(ctx));
    }

    Answer answer(Throwable failure, String requestId) {
        Answer answer = explain(failure, requestId);
        refused.accept(answer.body().error().code());
        return answer;
    }

    private static Answer explain(Throwable failure, String requestId) {
        if (failure instanceof ApiException e) {
            return answer(e.status(), e.code(), message(e), e.errors(), requestId);
        }
        if (failure instanceof SynthesisException e) {
            return answer(e, requestId);
        }
        if (failure instanceof JobException e) {
            return answer(e, requestId);
        }
        if (failure instanceof HttpResponseException e && e.getStatus() < 500) {
            return routing(e, requestId);
        }
        LOG.error("request {} failed", requestId, failure);
        return internal("internal_error", requestId);
    }

    private static Answer answer(SynthesisException e, String requestId) {
        int status = switch (e.code()) {
            case INVALID_REQUEST -> 400;
            case UNKNOWN_MODEL -> 404;
            case BLOCKED -> 422;
            case QUEUE_FULL -> 429;
            case CANCELLED -> 499;
            case ENGINE_FAILURE -> 500;
            case SHUTTING_DOWN, ENGINE_UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
        String code = e.code().name().toLowerCase(Locale.ROOT);
        if (status == 500) {
            LOG.error("request {} failed in the engine", requestId, e);
            return internal(code, requestId);
        }
        List<FieldError> errors = e.errors();
        if (status == 404 && errors.stream().noneMatch(error -> error.field().equals("model"))) {
            errors = List.of(new FieldError("model", message(e)));
        }
        return answer(status, code, message(e), errors, requestId);
    }

    private static Answer answer(JobException e, String requestId) {
        return switch (e.code()) {
            case INVALID_REQUEST -> answer(400, "invalid_request", message(e), e.errors(), requestId);
            case TOO_LARGE -> answer(413, "upload_too_large", message(e), List.of(), requestId);
            case NOT_FOUND -> answer(404, "not_found", message(e), List.of(), requestId);
            case NOT_READY -> answer(409, "not_ready", message(e), List.of(), requestId);
            case EXPIRED -> answer(410, "expired", message(e), List.of(), requestId);
            case KEY_REUSED -> answer(422, "idempotency_key_reused", message(e), List.of(), requestId);
            case TOO_MANY_JOBS -> answer(429, "too_many_jobs", message(e), List.of(), requestId);
            case STORE_UNAVAILABLE -> answer(503, "jobs_unavailable", message(e), List.of(), requestId);
        };
    }

    private static Answer routing(HttpResponseException e, String requestId) {
        return switch (e.getStatus()) {
            case 404 -> answer(404, "not_found", "nothing is served at this path", List.of(), requestId);
            case 405 ->
                answer(
                        405,
                        "method_not_allowed",
                        "this path takes " + e.getDetails().getOrDefault("availableMethods", "other methods"),
                        List.of(),
                        requestId);
            default -> answer(e.getStatus(), "http_" + e.getStatus(), message(e), List.of(), requestId);
        };
    }

    static Answer internal(String code, String requestId) {
        String message =
                "the server failed; the request was not at fault and may be tried again (its log has the reason"
                        + " under " + requestId + ")";
        return answer(500, code, message, List.of(), requestId);
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private static Answer answer(int status, String code, String message, List<FieldError> errors, String requestId) {
        return new Answer(status, ErrorBody.of(status, code, message, errors, requestId));
    }
}
