package dev.flawsmith.http.openapi;

import dev.flawsmith.http.security.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One route: who may ask, what it takes, what it answers. The server guards by it and describes itself by it.
 *
 * <pre>{@code
 * ApiRoute.guarded("POST", "/v1/images", Scope.GENERATE, "Draws images.")
 *         .takes("application/json", ImageRequestBody.class)
 *         .answers(200, "application/json", ImagesBody.class, "The images.")
 *         .fails(400, 404, 413)
 * }</pre>
 *
 * @param method in capitals
 * @param path as Javalin knows it, such as {@code /v1/jobs/{id}}
 * @param scope that a token needs; null where everybody may ask
 * @param others scopes that do as well; empty where there are none
 * @param summary one sentence
 * @param bodies what it takes; empty where it takes no body
 * @param answers what it answers when all goes well, and failures that are not of the common form
 * @param failures statuses answered with the common error object, beside those that any route may answer with
 * @param parameters query and header parameters; those of the path are known from it
 * @param described whether the OpenAPI document has it; the page's own files are left out
 */
public record ApiRoute(
        String method,
        String path,
        @Nullable Scope scope,
        List<Scope> others,
        String summary,
        List<Content> bodies,
        List<Answer> answers,
        List<Integer> failures,
        List<Parameter> parameters,
        boolean described) {
    public ApiRoute {
        others = List.copyOf(others);
        bodies = List.copyOf(bodies);
        answers = List.copyOf(answers);
        failures = List.copyOf(failures);
        parameters = List.copyOf(parameters);
    }

    /**
     * A body.
     *
     * @param type a record of the API, an array class for a list of those, {@code void.class} for null,
     *     {@code String} for text, {@code byte[]} for a file
     * @param published says in place of the type what it is; null where the type does
     * @param required false where a request may come without it
     * @param events of a stream: the records of their data, by their names; empty elsewhere
     */
    public record Content(
            String mediaType,
            Class<?> type,
            @Nullable Published published,
            boolean required,
            Map<String, Class<?>> events) {
        public Content {
            events = Map.copyOf(events);
        }

        public Content(String mediaType, Class<?> type) {
            this(mediaType, type, null, true, Map.of());
        }
    }

    /**
     * A JSON Schema (2020-12) that is written down, and read by.
     *
     * @param name in the document
     * @param json asked for when the document is made
     */
    public record Published(String name, Supplier<String> json) {}

    /** A status and its body; null where there is none. */
    public record Answer(int status, @Nullable Content content, String description) {}

    /**
     * A parameter.
     *
     * @param in {@code query}, {@code header} or {@code path}
     * @param type a simple type such as {@code String} or {@code Integer}
     */
    public record Parameter(String in, String name, Class<?> type, String description) {}

    /** A route that needs a token with this scope, where the server has tokens. */
    public static ApiRoute guarded(String method, String path, Scope scope, String summary) {
        return new ApiRoute(method, path, scope, List.of(), summary, List.of(), List.of(), List.of(), List.of(), true);
    }

    /** A route that anybody may ask. */
    public static ApiRoute open(String method, String path, String summary) {
        return new ApiRoute(method, path, null, List.of(), summary, List.of(), List.of(), List.of(), List.of(), true);
    }

    /** A file of the page: anybody may read it, the document is silent about it. */
    public static ApiRoute pageFile(String path) {
        return new ApiRoute("GET", path, null, List.of(), "", List.of(), List.of(), List.of(), List.of(), false);
    }

    /** Lets, too, a token with this scope in. */
    public ApiRoute orFor(Scope other) {
        return new ApiRoute(
                method, path, scope, with(others, other), summary, bodies, answers, failures, parameters, described);
    }

    /** Whether a token of these scopes may ask; anybody may where none is needed. */
    public boolean grantedBy(Collection<Scope> scopes) {
        return scope == null || scope.grantedBy(scopes) || others.stream().anyMatch(other -> other.grantedBy(scopes));
    }

    /** Takes, too, a body of this type. */
    public ApiRoute takes(String mediaType, Class<?> type) {
        return with(new Content(mediaType, type));
    }

    /** Takes, too, a body by a schema that is written down. */
    public ApiRoute takes(String mediaType, Published schema) {
        return with(new Content(mediaType, Object.class, schema, true, Map.of()));
    }

    /** Takes a body of this type, or none. */
    public ApiRoute mayTake(String mediaType, Class<?> type) {
        return with(new Content(mediaType, type, null, false, Map.of()));
    }

    private ApiRoute with(Content body) {
        return new ApiRoute(
                method, path, scope, others, summary, with(bodies, body), answers, failures, parameters, described);
    }

    /** Answers, too, with a body of this type. */
    public ApiRoute answers(int status, String mediaType, Class<?> type, String description) {
        return with(new Answer(status, new Content(mediaType, type), description));
    }

    /** Answers, too, with server-sent events, the data of each one line of JSON. */
    public ApiRoute streams(Map<String, Class<?>> events, String description) {
        return with(new Answer(200, new Content("text/event-stream", String.class, null, true, events), description));
    }

    /** Answers, too, with no body. */
    public ApiRoute answers(int status, String description) {
        return with(new Answer(status, null, description));
    }

    /** Fails, too, with these statuses and the common error object. */
    public ApiRoute fails(Integer... statuses) {
        List<Integer> all =
                Stream.concat(failures.stream(), Arrays.stream(statuses)).toList();
        return new ApiRoute(method, path, scope, others, summary, bodies, answers, all, parameters, described);
    }

    /** Takes, too, this parameter. */
    public ApiRoute parameter(String in, String name, Class<?> type, String description) {
        return new ApiRoute(
                method,
                path,
                scope,
                others,
                summary,
                bodies,
                answers,
                failures,
                with(parameters, new Parameter(in, name, type, description)),
                described);
    }

    private ApiRoute with(Answer answer) {
        return new ApiRoute(
                method, path, scope, others, summary, bodies, with(answers, answer), failures, parameters, described);
    }

    private static <T> List<T> with(List<T> list, T next) {
        List<T> all = new ArrayList<>(list);
        all.add(next);
        return all;
    }
}
