package dev.flawsmith.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client of a server on this machine. It reads on the thread that asks: a client that wakes three threads a request, on the
 * cores that it shares with the server, would be measured beside it. Thread-safe.
 */
final class ImageClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    static {
        // How many idle connections Java keeps for the next request: 5 else, and the other clients connect anew.
        System.setProperty("http.maxConnections", "256");
        // A request that Java sent again by itself would pass for a slow one.
        System.setProperty("sun.net.http.retryPost", "false");
    }

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
        return send("/v1/images", n == 1 ? "image/png" : "application/json", body.toString());
    }

    /**
     * What {@code /v1/models} says of a model.
     *
     * @throws BenchException if it is not served
     */
    JsonNode describe(String model) {
        try {
            JsonNode models = JSON.readTree(send("/v1/models", "application/json", null));
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

    /** @param body what is posted; null asks with GET */
    private byte[] send(String path, String accept, @Nullable String body) {
        try {
            HttpURLConnection http =
                    (HttpURLConnection) base.resolve(path).toURL().openConnection();
            http.setReadTimeout((int) TIME_LIMIT.toMillis());
            http.setRequestProperty("Accept", accept);
            if (body != null) {
                http.setRequestProperty("Content-Type", "application/json");
                http.setDoOutput(true);
                http.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            int status = http.getResponseCode();
            try (InputStream answer = status < 400 ? http.getInputStream() : http.getErrorStream()) {
                byte[] found = answer == null ? new byte[0] : answer.readAllBytes();
                if (status == 200) {
                    return found;
                }
                throw new BenchException(
                        null,
                        "expected status 200 of " + path + ", found " + status + ": "
                                + new String(found, StandardCharsets.UTF_8),
                        null);
            }
        } catch (IOException e) {
            throw new BenchException(null, "expected an answer of " + base + ", found " + e, e);
        }
    }
}
