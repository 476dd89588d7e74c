package dev.flawsmith.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.Json;
import dev.flawsmith.http.openapi.ApiRoute.Answer;
import dev.flawsmith.http.openapi.ApiRoute.Content;
import dev.flawsmith.http.openapi.ApiRoute.Parameter;
import dev.flawsmith.http.openapi.ApiRoute.Published;
import dev.flawsmith.http.security.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the OpenAPI 3.1 document of a table of routes. */
public final class OpenApiDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PLACEHOLDER = Pattern.compile("[{<]([^}>]+)[}>]");
    private static final String SECURITY = "token";
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(400, "The request is wrong; errors names every field at fault."),
            Map.entry(401, "No valid token; WWW-Authenticate says what is expected."),
            Map.entry(403, "The token lacks the scope, or a page of another site asked."),
            Map.entry(404, "There is no such thing."),
            Map.entry(406, "No form that Accept allows."),
            Map.entry(408, "The body came too slowly."),
            Map.entry(409, "It is not in a state that allows this."),
            Map.entry(410, "It was there and is kept no longer."),
            Map.entry(413, "The body is too long."),
            Map.entry(415, "The body is of another type than is taken."),
            Map.entry(421, "A server without tokens was called by another name than this machine's."),
            Map.entry(422, "The guard withheld an image."),
            Map.entry(429, "Too much at once; try again after Retry-After seconds."),
            Map.entry(500, "The server failed; its log has the reason under request_id."),
            Map.entry(503, "Not now; try again after Retry-After seconds."),
            Map.entry(504, "It took too long."));

    private final SchemaMaker schemas = new SchemaMaker();
    private final Map<String, ObjectNode> published = new TreeMap<>();
    private final Class<?> error;

    private OpenApiDocument(Class<?> error) {
        this.error = error;
    }

    /**
     * Makes the document.
     *
     * @param error the record of every error's body
     */
    public static ObjectNode of(List<ApiRoute> routes, Class<?> error, String version) {
        return new OpenApiDocument(error).make(routes, version);
    }

    /** A path as the document writes it: {@code /files/<path>} becomes {@code /files/{path}}. */
    public static String path(String javalin) {
        return PLACEHOLDER.matcher(javalin).replaceAll("{$1}");
    }

    private ObjectNode make(List<ApiRoute> routes, String version) {
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Flawsmith")
                .put(
                        "description",
                        "Synthetic industrial defect images, each compared with the photos it was learnt from.")
                .put("version", version)
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode paths = document.putObject("paths");
        for (ApiRoute route : routes) {
            if (route.described()) {
                ObjectNode path = paths.withObjectProperty(path(route.path()));
                path.set(route.method().toLowerCase(Locale.ROOT), operation(route));
            }
        }
        ObjectNode components = document.putObject("components");
        ObjectNode all = schemas.definitions();
        published.forEach(all::set);
        components.set("schemas", all);
        components
                .putObject("securitySchemes")
                .putObject(SECURITY)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "Only on a server with tokens; 'flawsmith tokens new' makes one.");
        return document;
    }

    private ObjectNode operation(ApiRoute route) {
        ObjectNode operation =
                NODES.objectNode().put("operationId", operationId(route)).put("summary", route.summary());
        ArrayNode security = operation.putArray("security");
        if (route.scope() != null) {
            operation.put("description", "Scope: " + scopes(route) + ".");
            operation.put("x-scope", route.scope().wireName());
            security.addObject(); // none, where the server has no tokens
            security.addObject().putArray(SECURITY).add(route.scope().wireName());
            route.others()
                    .forEach(other -> security.addObject().putArray(SECURITY).add(other.wireName()));
        }
        parameters(route, operation);
        if (!route.bodies().isEmpty()) {
            boolean required = route.bodies().stream().allMatch(Content::required);
            ObjectNode body = operation.putObject("requestBody").put("required", required);
            ObjectNode content = body.putObject("content");
            route.bodies().forEach(each -> content.set(each.mediaType(), media(each)));
        }
        ObjectNode responses = operation.putObject("responses");
        for (Answer answer : route.answers()) {
            answer(responses.withObjectProperty(Integer.toString(answer.status())), answer);
        }
        for (Map.Entry<Integer, String> failure : failures(route).entrySet()) {
            String status = Integer.toString(failure.getKey());
            if (!responses.has(status)) {
                answer(
                        responses.putObject(status),
                        new Answer(failure.getKey(), new Content("application/json", error), failure.getValue()));
            }
        }
        return operation;
    }

    private static String scopes(ApiRoute route) {
        return Stream.concat(Stream.ofNullable(route.scope()), route.others().stream())
                .map(Scope::wireName)
                .collect(Collectors.joining(" or "));
    }

    private void parameters(ApiRoute route, ObjectNode operation) {
        ArrayNode parameters = NODES.arrayNode();
        Matcher placeholders = PLACEHOLDER.matcher(route.path());
        while (placeholders.find()) {
            parameters
                    .addObject()
                    .put("in", "path")
                    .put("name", placeholders.group(1))
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string");
        }
        for (Parameter parameter : route.parameters()) {
            parameters
                    .addObject()
                    .put("in", parameter.in())
                    .put("name", parameter.name())
                    .put("description", parameter.description())
                    .set("schema", schemas.reference(parameter.type()));
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private void answer(ObjectNode response, Answer answer) {
        String before = response.path("description").asText("");
        response.put("description", before.isEmpty() ? answer.description() : before + " Or: " + answer.description());
        Content content = answer.content();
        if (content != null) {
            response.withObjectProperty("content").set(content.mediaType(), media(content));
        }
    }

    private ObjectNode media(Content content) {
        Published published = content.published();
        ObjectNode media = NODES.objectNode();
        media.set("schema", published == null ? schema(content.type()) : reference(published));
        if (!content.events().isEmpty()) {
            ObjectNode events = media.putObject("x-events"); // OpenAPI 3.1 has no word for them
            new TreeMap<>(content.events()).forEach((name, type) -> events.set(name, schemas.reference(type)));
        }
        return media;
    }

    /** Its own references begin at the schema, the document's at the document. */
    private ObjectNode reference(Published schema) {
        String place = "#/components/schemas/" + schema.name();
        String moved = schema.json().get().replace("\"#/$defs/", "\"" + place + "/$defs/");
        ObjectNode object = Json.readObject(moved.getBytes(StandardCharsets.UTF_8));
        object.remove("$schema");
        published.put(schema.name(), object);
        return NODES.objectNode().put("$ref", place);
    }

    private ObjectNode schema(Class<?> type) {
        if (type == byte[].class) {
            return NODES.objectNode().put("type", "string").put("format", "binary");
        }
        if (type == void.class) {
            return NODES.objectNode().put("type", "null");
        }
        return type == String.class ? NODES.objectNode().put("type", "string") : schemas.reference(type);
    }

    /** The route's own failures, and those that any route may answer with. */
    private static Map<Integer, String> failures(ApiRoute route) {
        Map<Integer, String> failures = new TreeMap<>();
        route.failures().forEach(status -> failures.put(status, reason(status)));
        List<Integer> common = route.scope() == null ? List.of(421, 500) : List.of(401, 403, 421, 429, 500);
        common.forEach(status -> failures.put(status, reason(status)));
        return failures;
    }

    private static String reason(int status) {
        @Nullable String reason = REASONS.get(status);
        if (reason == null) {
            throw new IllegalArgumentException("expected one of " + REASONS.keySet() + ", found " + status);
        }
        return reason;
    }

    private static String operationId(ApiRoute route) {
        String words = route.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
        return route.method().toLowerCase(Locale.ROOT) + "_" + words;
    }
}
