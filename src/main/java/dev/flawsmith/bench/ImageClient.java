package dev.flawsmith.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client of a server on this machine. Thread-safe. */
final class ImageClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    /** @param base {@code http://127.0.0.1:port}: no other machine is asked */
    ImageClient(URI base) {
        if (!"127.0.0.1".equals(base.getHost())) {
            throw new IllegalArgumentException("expected a server on 127.0.0.1, found " + base);
        }
        this.base = base;
    }

    /**
     * Waits for the images of a class; the answer is a PNG for one image and JSON for more.
     *
     * @param steps null leaves them to the model
     * @throws BenchException if the server does not answer 200
     */
    byte[] draw(String model, String className, int n, long seed, @Nullable Integer steps) {
        ObjectNode body = JSON.createObjectNode()
                .put("model", model)
                .put("class", className)
                .put("n", n)
                .put("seed", seed)
                .put("guard", "flag"); // a new attempt would be another's work
        if (steps != null) {
            body.put("steps", steps);
        }
        return send(HttpRequest.newBuilder(base.resolve("/v1/images"))
                .header("Content-Type", "application/json")
                .header("Accept", n == 1 ? "image/png" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /**
     * What {@code /v1/models} says of a model.
     *
     * @throws BenchException if it is not served
     */
    JsonNode describe(String model) {
        try {
            JsonNode models = JSON.readTree(send(HttpRequest.newBuilder(base.resolve("/v1/models"))));
            for (JsonNode described : models.path("data")) {
                if (described.path("id").asText().equals(model)) {
                    return described;
                }
            }
            throw new BenchException("model", "expected the model " + model + " to be served, found " + models, null);
        } catch (IOException e) {
            throw new BenchException(null, "expected JSON from /v1/models, found " + e.getMessage(), e);
        }
    }

    private byte[] send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(TIME_LIMIT).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new BenchException(
                        null,
                        "expected status 200 of " + response.uri() + ", found " + response.statusCode() + ": "
                                + new String(response.body(), StandardCharsets.UTF_8),
                        null);
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException(null, "expected an answer of " + base + ", found " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(null, "expected an answer of " + base + ", found an interruption", e);
        }
    }
}
