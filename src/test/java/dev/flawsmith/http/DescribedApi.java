package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a server says of its API, held against what it does by another library than the one that made the description. */
final class DescribedApi {
    private static final String JSON = "application/json";

    private final JsonNode document;

    DescribedApi(TestClient client) throws Exception {
        this.document = TestClient.json(client.get("/openapi.json"));
    }

    JsonNode document() {
        return document;
    }

    /** The names that a reader's refusal of an unknown one lists. */
    static Set<String> known(String message) {
        String marker = "expected one of ";
        return new TreeSet<>(List.of(
                message.substring(message.indexOf(marker) + marker.length()).split(", ", -1)));
    }

    /** The names of the fields of a request's body. */
    Set<String> fieldsOf(String path) {
        JsonNode schema = requestBody(path);
        Set<String> fields = new TreeSet<>();
        document.at(schema.path("$ref").asText().substring(1))
                .path("properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    /** What the schema of a request's body lets in and keeps out. */
    List<AllowedCases> casesOf(String path) {
        return AllowedCases.of(
                document.at(requestBody(path).path("$ref").asText().substring(1)));
    }

    /** What the fields of a request's body are by default, as far as that is always the same. */
    Map<String, JsonNode> defaultsOf(String path) {
        Map<String, JsonNode> defaults = new TreeMap<>();
        document.at(requestBody(path).path("$ref").asText().substring(1))
                .path("properties")
                .properties()
                .forEach(property -> {
                    if (property.getValue().has("default")) {
                        defaults.put(property.getKey(), property.getValue().path("default"));
                    }
                });
        return defaults;
    }

    /** A schema of the document, by its name. */
    JsonSchema schema(String name) {
        return schema(
                document.deepCopy(), JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name));
    }

    void assertValid(String schema, String body) throws Exception {
        assertEquals(Set.of(), schema(schema).validate(TestClient.json(body)), body);
    }

    /** Holds a JSON answer against the operation's schema for its status, down to fields that are not described. */
    void assertAnswer(String method, String path, HttpResponse<String> answer) throws Exception {
        JsonNode schema = document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(answer.statusCode()))
                .path("content")
                .path(JSON)
                .path("schema");
        assertExactly(schema, answer.body());
    }

    /**
     * Holds every event of a stream against the schema of its name.
     *
     * @return the names, each once
     */
    Set<String> assertEvents(String method, String path, String stream) throws Exception {
        JsonNode events = document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path("200")
                .path("content")
                .path("text/event-stream")
                .path("x-events");
        Set<String> names = new TreeSet<>();
        for (String block : stream.split("\n\n", -1)) {
            String name = "";
            for (String line : block.lines().toList()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                    names.add(name);
                } else if (line.startsWith("data: ")) {
                    assertFalse(events.path(name).isMissingNode(), "no schema of " + name);
                    assertExactly(events.path(name), line.substring("data: ".length()));
                }
            }
        }
        return names;
    }

    /** Holds a body that the server takes against the schema of the bodies of the POSTs to a path, likewise. */
    void assertRequest(String path, String body) throws Exception {
        assertExactly(requestBody(path), body);
    }

    private JsonNode requestBody(String path) {
        return document.path("paths")
                .path(path)
                .path("post")
                .path("requestBody")
                .path("content")
                .path(JSON)
                .path("schema");
    }

    private void assertExactly(JsonNode schema, String body) throws Exception {
        JsonSchema exact = schema(closed(), schema);
        assertEquals(Set.of(), exact.validate(TestClient.json(body)), body);
        for (String other : List.of("0", "[0]", "{\"unheard_of\": 0}")) {
            assertFalse(exact.validate(TestClient.json(other)).isEmpty(), other + " passes for " + body);
        }
    }

    /** The document with schemas that allow the fields they name and no others. */
    private ObjectNode closed() {
        ObjectNode closed = document.deepCopy();
        closed.at("/components/schemas").forEach(schema -> {
            if (schema.path("type").asText().equals("object") && !schema.has("additionalProperties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return closed;
    }

    private static JsonSchema schema(ObjectNode root, JsonNode schema) {
        root.setAll((ObjectNode) schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }
}
