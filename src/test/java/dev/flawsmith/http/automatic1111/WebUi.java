package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.TestClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** A running server, asked as AUTOMATIC1111's clients do. */
final class WebUi implements AutoCloseable {
    final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private final FlawsmithServer server =
            FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
    private final TestClient client = new TestClient(server);

    HttpResponse<String> get(String path) throws Exception {
        return client.get("/sdapi/v1/" + path);
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return client.send(request(path, json));
    }

    HttpResponse<String> postNothing(String path) throws Exception {
        return client.send(client.request("/sdapi/v1/" + path).POST(BodyPublishers.noBody()));
    }

    CompletableFuture<HttpResponse<String>> postLater(String path, String json) {
        return client.http().sendAsync(request(path, json).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String json) {
        return client.request("/sdapi/v1/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    /** The fields that FastAPI's {@code detail} names, dotted, in alphabetical order. */
    static List<String> wrongFields(HttpResponse<String> response) throws Exception {
        TreeSet<String> fields = new TreeSet<>();
        for (JsonNode each : TestClient.json(response).required("detail")) {
            List<String> loc = new ArrayList<>();
            each.required("loc").forEach(part -> loc.add(part.textValue()));
            fields.add(String.join(".", loc.subList(1, loc.size())));
        }
        return List.copyOf(fields);
    }

    @Override
    public void close() {
        server.close();
    }
}
