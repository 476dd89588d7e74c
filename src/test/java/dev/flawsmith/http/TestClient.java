package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Talks to a server under test as any client would. */
public final class TestClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;

    public TestClient(FlawsmithServer server) {
        this(server.port());
    }

    TestClient(int port) {
        this.port = port;
    }

    public HttpClient http() {
        return http;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    public HttpRequest.Builder images(String json) {
        return request("/v1/images").header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public HttpResponse<String> postImages(String json) throws IOException, InterruptedException {
        return send(images(json));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    public static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    public static JsonNode error(HttpResponse<String> response) throws IOException {
        return json(response).required("error");
    }

    /** The names of all fields that an error names, in alphabetical order. */
    public static List<String> wrongFields(HttpResponse<String> response) throws IOException {
        TreeSet<String> fields = new TreeSet<>();
        error(response)
                .path("errors")
                .forEach(each -> fields.add(each.required("field").textValue()));
        return new ArrayList<>(fields);
    }
}
